import type { DeviceDetails } from "@/lib/users/read";
import { SessionTable } from "../../vpn-sessions/session-table";

/** Nothing where nobody is connected: the device's state has said so. */
export function VpnSessions({ sessions, device }: { sessions: DeviceDetails["vpnSessions"]; device: string }) {
  if (sessions.length === 0) return null;
  return (
    <div className="mt-4">
      <SessionTable
        label={`VPN sessions of ${device}`}
        sessions={sessions.map((session) => ({ ...session, key: `${session.node} ${session.commonName} ${session.source}` }))}
        columns={["node", "from", "since", "received", "sent"]}
      />
    </div>
  );
}
