"use client";
import type { JoinCommand } from "@/app/_shell/answers";
import { RevealDialog } from "@/app/_ui/reveal-dialog";
import { joinNote } from "../join-note";

const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });

/** Same name, new machine, new key. */
export function ReplaceMachine({ path, node, until }: { path: string; node: string; until: string | null }) {
  return (
    <RevealDialog<JoinCommand>
      verb="Replace machine"
      title={`Another machine for ${node}`}
      path={path}
      body={() => ({})}
      secretOf={({ command, expiresAt }) =>
        command ? { label: `Join command for ${node}`, text: command, copy: "Copy command", note: joinNote(expiresAt) } : null
      }
    >
      <p>
        This makes a join command for a new machine that becomes {node}: the same name, a new key. The moment it joins, the token of the
        machine before is dead and its certificate is revoked. An older command that was not used stops working.
      </p>
      <p>
        Stop OpenVPN on the old machine. Clients hold no CRL: whoever has its key can pose as {node} to them
        {until ? ` until ${day.format(new Date(until))}` : " until its certificate ends"}.
      </p>
    </RevealDialog>
  );
}
