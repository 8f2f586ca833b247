import { pageContext } from "@/app/_shell/page-context";
import { queryText } from "@/app/_shell/query";
import { reading } from "@/app/_shell/reading";
import { Empty } from "@/app/_ui/empty";
import { ExportLinks } from "@/app/_ui/export-links";
import { FilterBar } from "@/app/_ui/filter-bar";
import { Forbidden } from "@/app/_ui/forbidden";
import { TextLink } from "@/app/_ui/link";
import { changedList } from "@/app/_ui/list-url";
import { PageHead } from "@/app/_ui/page-head";
import { Pager } from "@/app/_ui/pager";
import { SearchBox } from "@/app/_ui/search-box";
import { SearchRow } from "@/app/_ui/search-row";
import { may } from "@/lib/core/permissions";
import { listVpnSessions, type SessionList } from "@/lib/nodes/list-vpn-sessions";
import { readPlaces } from "@/lib/nodes/read-places";
import { SessionQuery, usualSessionOrder, type SessionSort } from "@/lib/nodes/session-filter";
import { SessionMenu } from "./session-menu";
import { SessionTable } from "./session-table";
import { SessionTabs } from "./session-tabs";
import { Traffic } from "./traffic";

const PATH = "/vpn-sessions";
type Params = Record<"q" | "node" | "site" | "sort" | "order" | "cursor", string | undefined>;

export default async function VpnSessionsPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const ctx = await pageContext();
  const { params, query } = readParams(await searchParams);
  const { value, forbidden } = await reading(Promise.all([listVpnSessions(ctx, query), readPlaces(ctx)]));
  if (!value) return <Forbidden title="VPN sessions" sentence={forbidden} />;
  const [list, places] = value;
  const noEnd = may(ctx.actor, "vpn-sessions.write")
    ? null
    : `Your role (${ctx.actor.role}) does not allow this. An admin can change your role.`;
  const options = (names: readonly string[]) => names.map((name) => ({ value: name, label: name }));
  // Nothing to search in.
  const nobody = list.total + list.rows.length === 0 && !params.q && !params.node && !params.site;
  return (
    <>
      <PageHead title="VPN sessions" count={list.total} />
      <SessionTabs here={PATH} />
      {nobody ? null : (
        <SearchRow
          search={
            <SearchBox label="Search VPN sessions" placeholder="Name, common name, address, source" value={params.q ?? ""} keep={params} />
          }
        >
          <FilterBar
            path={PATH}
            params={params}
            filters={[
              { name: "node", label: "Node", options: options(places.nodes) },
              ...(places.sites.length > 1 ? [{ name: "site", label: "Site", options: options(places.sites) }] : []),
            ]}
          />
        </SearchRow>
      )}
      {list.hits === null || list.rows.length === 0 ? null : (
        <p role="status" className="mb-2 text-small text-text-soft">
          {list.capped
            ? "More than 150 VPN sessions match; these are of the first 150. Type more."
            : list.hits === 1
              ? "1 VPN session matches."
              : `${list.hits.toLocaleString("en-GB")} VPN sessions match.`}
        </p>
      )}
      {list.rows.length > 0 ? <Traffic /> : null}
      {list.rows.length === 0 ? (
        <NobodyHere list={list} params={params} />
      ) : (
        <SessionTable
          label="VPN sessions"
          sessions={list.rows.map((row) => ({
            ...row,
            key: `${row.node} ${row.clientId}`,
            menu: <SessionMenu session={row} noEnd={noEnd ?? places.noEnd.get(row.node) ?? null} />,
          }))}
          columns={["who", "node", "addresses", "from", "since", "received", "sent"]}
          sorts={query.search ? {} : sortsOf(params, query)}
        />
      )}
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <Pager path={PATH} params={params} previous={list.previous} next={list.next} />
        {may(ctx.actor, "exports.write") && list.rows.length > 0 && !list.capped ? (
          <div className="mt-4">
            <ExportLinks what="vpn-sessions" query={{ ...query, cursor: undefined }} />
          </div>
        ) : null}
      </div>
    </>
  );
}

function NobodyHere({ list, params }: { list: SessionList; params: Params }) {
  const { q, node, site, cursor } = params;
  const asked = [q ? `“${q}”` : "", node ?? "", site ?? ""].filter(Boolean).join(", ");
  if (asked)
    return (
      <Empty sentence={`No VPN sessions match ${asked}.`}>
        <TextLink href={PATH}>{q ? "Clear search" : "Clear filters"}</TextLink>
      </Empty>
    );
  if (cursor && list.total > 0)
    return (
      <Empty sentence="There is nobody on this page of the list any more.">
        <TextLink href={PATH}>Go to the first page</TextLink>
      </Empty>
    );
  return (
    <Empty sentence="Nobody is connected now.">
      <TextLink href="/vpn-sessions/history">See who was</TextLink>
    </Empty>
  );
}

/** What the address says; what it cannot mean is left out, so that an odd address is the plain list. */
function readParams(found: Record<string, string | string[] | undefined>): { params: Params; query: SessionQuery } {
  const text = (name: string) => queryText(found[name]) || undefined;
  const params = { q: text("q"), node: text("node"), site: text("site"), sort: text("sort"), order: text("order"), cursor: text("cursor") };
  const { q, ...rest } = params;
  const parsed = SessionQuery.safeParse({ ...rest, search: q?.slice(0, 200) });
  return { params, query: parsed.success ? parsed.data : { search: q?.slice(0, 200) } };
}

/** Links for the two orders, the present one the other way round. */
function sortsOf(params: Params, query: SessionQuery) {
  const present = query.sort ?? "since";
  const link = (sort: SessionSort) => {
    const order = sort === present ? (query.order ?? usualSessionOrder(sort)) : null;
    const next = order === null ? usualSessionOrder(sort) : order === "asc" ? "desc" : "asc";
    const direction = order === null ? null : order === "asc" ? ("ascending" as const) : ("descending" as const);
    return { href: changedList(PATH, params, { sort, order: next }), direction };
  };
  return { who: link("name"), since: link("since") };
}
