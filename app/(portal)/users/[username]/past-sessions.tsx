import { bytes } from "@/app/_ui/bytes";
import { Empty } from "@/app/_ui/empty";
import { TextLink } from "@/app/_ui/link";
import { Section } from "@/app/_ui/page-head";
import { Nothing } from "@/app/_ui/properties";
import { Cell, HeadCell, Row, Table } from "@/app/_ui/table";
import { Moment } from "@/app/_ui/time";
import type { Paged } from "@/lib/core/cursor";
import type { PastSession } from "@/lib/nodes/read-past-sessions";
import { TwoPager } from "./two-pager";

type Props = { page: Paged<PastSession>; path: string; params: Record<string, string | undefined>; days: number };

/** VPN sessions that have ended; those of now stand at their device. */
export function PastSessions({ page, path, params, days }: Props) {
  return (
    <Section id="past-sessions" title="VPN sessions before">
      {page.rows.length === 0 ? (
        <Empty
          sentence={days === 0 ? "The settings keep no history of VPN sessions." : `No VPN session has ended in the last ${days} days.`}
        />
      ) : (
        <Table
          label="VPN sessions before"
          columns={[
            { name: "Profile" },
            { name: "Node" },
            { name: "From" },
            { name: "Began" },
            { name: "Ended" },
            { name: "Received", number: true },
            { name: "Sent", number: true },
          ]}
        >
          {page.rows.map((session) => (
            <Row key={session.id}>
              <HeadCell>
                <span className="font-mono text-small font-normal">{session.commonName}</span>
              </HeadCell>
              <Cell column="Node">
                <TextLink href={`/nodes/${session.node}`}>{session.node}</TextLink>
              </Cell>
              <Cell column="From" mono>
                {session.source ?? <Nothing />}
              </Cell>
              <Cell column="Began">
                <Moment at={session.since} inRow />
              </Cell>
              <Cell column="Ended">
                <Moment at={session.until} inRow />
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
      <TwoPager label="Pages of VPN sessions" name="sessions" path={path} params={params} page={page} hash="past-sessions" />
    </Section>
  );
}
