import { TextLink } from "@/app/_ui/link";
import { Section } from "@/app/_ui/page-head";
import { Cell, HeadCell, Row, Table } from "@/app/_ui/table";
import type { PoolFacts } from "@/lib/addresses/read-pools";

const count = (n: number) => n.toLocaleString("en-GB");

/** The ranges, with how much of each is taken. */
export function Pools({ pools }: { pools: readonly PoolFacts[] }) {
  return (
    <Section id="pools" title={pools.length === 1 ? "Pool" : "Pools"}>
      <Table
        label="Address pools"
        columns={[
          { name: "IPv4 range" },
          { name: "IPv6 prefix" },
          { name: "Assigned", number: true },
          { name: "In quarantine", number: true },
          { name: "Reserved", number: true },
          { name: "Free", number: true },
        ]}
      >
        {pools.map((pool) => (
          <Row key={pool.id}>
            <HeadCell>
              <TextLink href={`/addresses/pools/${pool.id}`} className="font-mono text-small font-strong">
                {pool.ipv4}
              </TextLink>
            </HeadCell>
            <Cell column="IPv6 prefix" mono>
              {pool.ipv6}
            </Cell>
            <Cell column="Assigned" number>
              {count(pool.assigned)}
            </Cell>
            <Cell column="In quarantine" number>
              {count(pool.quarantined)}
            </Cell>
            <Cell column="Reserved" number>
              {count(pool.reserved)}
            </Cell>
            <Cell column="Free" number>
              {count(pool.free)}
            </Cell>
          </Row>
        ))}
      </Table>
    </Section>
  );
}
