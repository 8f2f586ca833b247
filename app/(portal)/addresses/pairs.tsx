import { Empty } from "@/app/_ui/empty";
import { ExportLinks } from "@/app/_ui/export-links";
import { FilterBar } from "@/app/_ui/filter-bar";
import { TextLink } from "@/app/_ui/link";
import type { ListParams } from "@/app/_ui/list-url";
import { Section } from "@/app/_ui/page-head";
import { Pager } from "@/app/_ui/pager";
import { Nothing } from "@/app/_ui/properties";
import { SearchBox } from "@/app/_ui/search-box";
import { SearchRow } from "@/app/_ui/search-row";
import { State } from "@/app/_ui/state";
import { Cell, HeadCell, Row, Table } from "@/app/_ui/table";
import type { PairPage } from "@/lib/addresses/list-pairs";
import type { PoolFacts } from "@/lib/addresses/read-pools";
import { PAIR_STATES, pairState } from "./pair-state";
import { WaitsFor } from "./waits";

/** The same facts as the map, to search and to page through. */
export function Pairs({ page, pools, params }: { page: PairPage; pools: readonly PoolFacts[]; params: ListParams }) {
  const ofPool = { name: "pool", label: "Pool", options: pools.map(({ id, ipv4 }) => ({ value: String(id), label: ipv4 })) };
  const narrowed = params.q || params.state || params.pool || params.cursor;
  return (
    <Section id="pairs" title="Address pairs">
      <SearchRow
        search={<SearchBox label="Search addresses" placeholder="10.8.1, an IPv6 address or a name" value={params.q ?? ""} keep={params} />}
      >
        <FilterBar
          path="/addresses"
          params={params}
          filters={[{ name: "state", label: "State", options: PAIR_STATES }, ...(pools.length > 1 ? [ofPool] : [])]}
        />
      </SearchRow>
      {page.rows.length === 0 ? (
        <Empty sentence={params.q ? `No addresses match “${params.q}”.` : "No addresses match these filters."}>
          {narrowed ? <TextLink href="/addresses#pairs">Show all addresses</TextLink> : null}
        </Empty>
      ) : (
        <Table
          label="Address pairs"
          columns={[{ name: "IPv4" }, { name: "State" }, { name: "IPv6" }, { name: "User" }, { name: "Device" }, { name: "Waits" }]}
        >
          {page.rows.map((pair) => (
            <Row key={pair.ipv4}>
              <HeadCell>
                <TextLink href={`/addresses/${pair.ipv4}`} className="font-mono text-small font-strong">
                  {pair.ipv4}
                </TextLink>
              </HeadCell>
              <Cell column="State">
                <State {...pairState(pair.state)} />
              </Cell>
              <Cell column="IPv6" mono>
                {pair.ipv6}
              </Cell>
              <Cell column="User">
                {pair.username ? <TextLink href={`/users/${pair.username}`}>{pair.username}</TextLink> : <Nothing />}
              </Cell>
              <Cell column="Device">{pair.device ?? <Nothing />}</Cell>
              <Cell column="Waits">{pair.waits ? <WaitsFor waits={pair.waits} inRow /> : <Nothing />}</Cell>
            </Row>
          ))}
        </Table>
      )}
      {page.more ? <p className="mt-4 text-text-soft">More match than are shown. Type more of the name.</p> : null}
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <Pager path="/addresses" params={params} previous={page.previous} next={page.next} />
        {page.rows.length > 0 ? <ExportLinks what="addresses" query={{ pool: params.pool, state: params.state, q: params.q }} /> : null}
      </div>
    </Section>
  );
}
