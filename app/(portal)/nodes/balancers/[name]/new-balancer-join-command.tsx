"use client";
import type { JoinCommand } from "@/app/_shell/answers";
import { RevealDialog } from "@/app/_ui/reveal-dialog";
import { joinNote } from "../../join-note";

export function NewBalancerJoinCommand({ path, balancer }: { path: string; balancer: string }) {
  return (
    <RevealDialog<JoinCommand>
      verb="New join command"
      title={`A new join command for ${balancer}`}
      path={path}
      body={() => ({})}
      secretOf={({ command, expiresAt }) =>
        command ? { label: `Join command for ${balancer}`, text: command, copy: "Copy command", note: joinNote(expiresAt) } : null
      }
    >
      <p>
        For a Linux machine with nftables, which the address leads to. It may take the place of a machine that joined; an older command that
        was not used stops working.
      </p>
    </RevealDialog>
  );
}
