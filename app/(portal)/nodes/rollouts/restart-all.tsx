import { Barred } from "@/app/_ui/barred";
import { ConfirmDialog } from "@/app/_ui/confirm-dialog";

/** One node at a time, so that clients always have another to go to. */
export function RestartAll({ admin, running, noRestart }: { admin: boolean; running: boolean; noRestart: string | null }) {
  const verb = "Restart all nodes";
  if (!admin) return <Barred verb={verb} reason="Only an admin restarts nodes." />;
  if (running) return <Barred verb={verb} reason="A rollout runs already. Wait for its end, or stop it first." />;
  if (noRestart) return <Barred verb={verb} reason={noRestart} />;
  return (
    <ConfirmDialog verb={verb} title={verb} method="POST" path="/api/v1/rollouts" look="accent">
      <input type="hidden" name="kind" value="restart" />
      <p>
        OpenVPN starts again on one node after the other; each waits until the one before is healthy. VPN sessions on a node end when it is
        its turn, and clients come back by themselves within seconds.
      </p>
    </ConfirmDialog>
  );
}
