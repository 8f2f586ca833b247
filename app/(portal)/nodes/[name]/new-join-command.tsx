"use client";
import type { JoinCommand } from "@/app/_shell/answers";
import { RevealDialog } from "@/app/_ui/reveal-dialog";
import { joinNote } from "../join-note";

export function NewJoinCommand({ path, node }: { path: string; node: string }) {
  return (
    <RevealDialog<JoinCommand>
      verb="New join command"
      title={`A new join command for ${node}`}
      path={path}
      body={() => ({})}
      secretOf={({ command, expiresAt }) =>
        command ? { label: `Join command for ${node}`, text: command, copy: "Copy command", note: joinNote(expiresAt) } : null
      }
    >
      <p>
        For a machine that has not joined yet, or that takes the place of the one that did. An older command that was not used stops
        working.
      </p>
    </RevealDialog>
  );
}
