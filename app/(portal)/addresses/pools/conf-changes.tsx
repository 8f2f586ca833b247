import type { ConfChange } from "@/lib/lifecycle/server-conf-changes";
import { Diff } from "../../settings/diff";

/** The lines of server.conf that change, once for the nodes where they are the same. */
export function ConfChanges({ changes }: { changes: readonly ConfChange[] }) {
  return changes.map(({ nodes, lines }) => {
    const names = nodes.join(", ");
    return (
      <div key={names} className="flex min-w-0 flex-col gap-1">
        <p>What changes in server.conf of {names}:</p>
        <Diff label={`What changes in server.conf of ${names}`} lines={lines} />
      </div>
    );
  });
}
