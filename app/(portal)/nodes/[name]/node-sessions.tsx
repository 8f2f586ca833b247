import { bytes } from "@/app/_ui/bytes";
import { TextLink } from "@/app/_ui/link";
import { Section } from "@/app/_ui/page-head";
import { Pager } from "@/app/_ui/pager";
import { Nothing } from "@/app/_ui/properties";
import { Cell, HeadCell, Row, Table } from "@/app/_ui/table";
import { Ago } from "@/app/_ui/time";
import type { NodeDetails } from "@/lib/nodes/read";

/** Who is connected to this node now, as the node says. */
export function NodeSessions({ node, cursor }: { node: NodeDetails; cursor: string | undefined }) {
  const { sessions } = node;
  return (
    <Section
      id="sessions"
      title="VPN sessions"
      beside={sessions.length > 0 ? <span className="text-text-soft tabular-nums">{node.vpnSessions.toLocaleString("en-GB")}</span> : null}
    >
      {sessions.length === 0 ? (
        <p className="text-text-soft">{cursor ? "There is nobody on this page." : "Nobody is connected here now."}</p>
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
      <Pager path={`/nodes/${node.name}`} params={{ cursor }} previous={node.previous} next={node.next} />
    </Section>
  );
}
