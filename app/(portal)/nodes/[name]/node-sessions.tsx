import { bytes } from "@/app/_ui/bytes";
import { TextLink } from "@/app/_ui/link";
import { Section } from "@/app/_ui/page-head";
import { Nothing } from "@/app/_ui/properties";
import { Cell, HeadCell, Row, Table } from "@/app/_ui/table";
import { Ago } from "@/app/_ui/time";
import type { NodeDetails } from "@/lib/nodes/read";

/** Who is connected to this node now, as the node says. */
export function NodeSessions({ sessions, count }: { sessions: NodeDetails["sessions"]; count: number }) {
  return (
    <Section
      id="sessions"
      title="VPN sessions"
      beside={
        count > sessions.length ? (
          <span className="text-text-soft">
            The first {sessions.length} of {count}
          </span>
        ) : null
      }
    >
      {sessions.length === 0 ? (
        <p className="text-text-soft">Nobody is connected here now.</p>
      ) : (
        <Table
          label="VPN sessions"
          columns={[
            { name: "Common name" },
            { name: "IPv4" },
            { name: "IPv6" },
            { name: "From" },
            { name: "Since" },
            { name: "Received", number: true },
            { name: "Sent", number: true },
          ]}
        >
          {sessions.map((session) => (
            <Row key={`${session.commonName} ${session.source}`}>
              <HeadCell>
                {session.username ? (
                  <TextLink href={`/users/${session.username}`} className="font-mono text-small break-all">
                    {session.commonName}
                  </TextLink>
                ) : (
                  <span className="font-mono text-small break-all">{session.commonName}</span>
                )}
              </HeadCell>
              <Cell column="IPv4" mono>
                {session.ipv4 ?? <Nothing />}
              </Cell>
              <Cell column="IPv6" mono>
                {session.ipv6 ?? <Nothing />}
              </Cell>
              <Cell column="From" mono>
                {session.source}
              </Cell>
              <Cell column="Since">
                <Ago at={session.since} inRow />
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
      )}
    </Section>
  );
}
