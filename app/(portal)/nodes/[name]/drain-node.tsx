import { ConfirmDialog } from "@/app/_ui/confirm-dialog";

type Props = { name: string; path: string; vpnSessions: number; others: number };

/** It can be undone, but who is connected notices: so it is asked first, with the effect. */
export function DrainNode({ name, path, vpnSessions, others }: Props) {
  const people = vpnSessions === 1 ? "The VPN session there ends" : `The ${vpnSessions.toLocaleString("en-GB")} VPN sessions there end`;
  return (
    <ConfirmDialog verb="Drain node" title={`Drain ${name}`} method="POST" path={`${path}/drain`} look="accent">
      <p>
        {vpnSessions === 0 ? "Nobody is connected there now" : people}
        {others === 0
          ? `. No other node takes clients: until ${name} is put back, nobody can connect.`
          : vpnSessions === 0
            ? ", and nobody can connect there until it is put back."
            : " with a goodbye, and clients move on to other nodes within seconds. Nobody can connect there until it is put back."}
      </p>
      <p>It goes on pulling and reporting, and load balancers leave it out.</p>
    </ConfirmDialog>
  );
}
