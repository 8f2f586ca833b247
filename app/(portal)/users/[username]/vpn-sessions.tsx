import { TextLink } from "@/app/_ui/link";
import { bytes } from "@/app/_ui/bytes";
import { Cell, HeadCell, Row, Table } from "@/app/_ui/table";
import { Ago } from "@/app/_ui/time";
import type { DeviceDetails } from "@/lib/users/read";

/** Nothing where nobody is connected: the device's state has said so. */
export function VpnSessions({ sessions, device }: { sessions: DeviceDetails["vpnSessions"]; device: string }) {
  if (sessions.length === 0) return null;
  return (
    <div className="mt-4">
      <Table
        label={`VPN sessions of ${device}`}
        columns={[
          { name: "Node" },
          { name: "From" },
          { name: "Since" },
          { name: "Received", number: true },
          { name: "Sent", number: true },
        ]}
      >
        {sessions.map((session) => (
          <Row key={`${session.node} ${session.source}`}>
            <HeadCell>
              <TextLink href={`/nodes/${session.node}`}>{session.node}</TextLink>
            </HeadCell>
            <Cell column="From" mono>
              {session.source}
            </Cell>
            <Cell column="Since">
              <Ago at={session.since} />
            </Cell>
            <Cell column="Received" number>
              {bytes(session.bytesIn)}
            </Cell>
            <Cell column="Sent" number>
              {bytes(session.bytesOut)}
            </Cell>
          </Row>
        ))}
      </Table>
    </div>
  );
}
