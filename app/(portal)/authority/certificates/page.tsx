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
import { CERTIFICATE_STATES, CertificateQuery, SORTS_OF, usualOrder, type CertificateSort } from "@/lib/pki/certificate-filter";
import { listCertificates } from "@/lib/pki/list-certificates";
import { AuthorityTabs } from "../authority-tabs";
import { CertificateTable } from "../certificate-table";

const PATH = "/authority/certificates";
const STATE_WORDS = { valid: "Valid", ending: "Ends within 90 days", revoked: "Revoked", expired: "Expired" } as const;

export default async function CertificatesPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const ctx = await pageContext();
  const { params, query } = readParams(await searchParams);
  const { value: list, forbidden } = await reading(listCertificates(ctx, query));
  if (!list) return <Forbidden title="Certificates" sentence={forbidden} />;
  const asked = [query.search ? `“${query.search}”` : "", query.state ? STATE_WORDS[query.state].toLowerCase() : ""].filter(Boolean);
  return (
    <>
      <PageHead title="Certificates" above={[{ name: "Authority", href: "/authority" }]} tabbed />
      <AuthorityTabs here={PATH} />
      <SearchRow
        search={<SearchBox label="Search certificates" placeholder="Common name or serial" value={query.search ?? ""} keep={params} />}
      >
        <FilterBar
          path={PATH}
          // Each state has orders of its own.
          params={{ ...params, sort: undefined, order: undefined }}
          filters={[{ name: "state", label: "State", options: CERTIFICATE_STATES.map((value) => ({ value, label: STATE_WORDS[value] })) }]}
        />
        <div className="mb-4 pb-1.5 sm:ml-auto">
          <ExportLinks what="certificates" query={{ state: query.state, sort: query.sort, order: query.order, search: query.search }} />
        </div>
      </SearchRow>
      {query.search ? (
        <p role="status" className="mb-3 text-text-soft">
          {list.capped ? "More than 150 certificates begin so; these are of the first 150. Type more." : `${list.hits} found.`}
        </p>
      ) : null}
      {list.rows.length === 0 ? (
        asked.length > 0 ? (
          <Empty sentence={`No certificates match ${asked.join(", ")}.`}>
            <TextLink href={PATH}>{query.search ? "Clear search" : "Clear filters"}</TextLink>
          </Empty>
        ) : params.cursor ? (
          <Empty sentence="There is nothing on this page of the list any more.">
            <TextLink href={PATH}>Go to the first page</TextLink>
          </Empty>
        ) : (
          <Empty sentence="No certificates yet. The first is issued when a node joins or somebody makes a profile.">
            <TextLink href="/nodes/new">Add node</TextLink>
          </Empty>
        )
      ) : (
        <CertificateTable label="Certificates" rows={list.rows} now={new Date()} sorts={query.search ? {} : sortsOf(params, query)} />
      )}
      <Pager path={PATH} params={params} previous={list.previous} next={list.next} />
    </>
  );
}

type Query = ReturnType<typeof readParams>["query"];

/** What the address says; what it cannot mean is left out, so that an odd address is the plain list. */
function readParams(found: Record<string, string | string[] | undefined>) {
  const text = (name: string) => queryText(found[name]) || undefined;
  const params = { q: text("q"), state: text("state"), sort: text("sort"), order: text("order"), cursor: text("cursor") };
  const { q, ...rest } = params;
  const parsed = CertificateQuery.safeParse({ ...rest, search: q?.slice(0, 200) });
  const query = parsed.success ? parsed.data : { search: q?.slice(0, 200) };
  if (query.sort && !SORTS_OF[query.state ?? "all"].includes(query.sort)) query.sort = undefined;
  return { params, query };
}

/** Links for the orders that this state has, each the other way round where it is the present one. */
function sortsOf(params: Record<string, string | undefined>, query: Query) {
  const sorts = SORTS_OF[query.state ?? "all"];
  const present = query.sort ?? sorts[0];
  return Object.fromEntries(
    sorts.map((sort: CertificateSort) => {
      const usual = usualOrder(sort, query.state);
      const order = sort === present ? (query.order ?? usual) : null;
      const next = order === null ? usual : order === "asc" ? "desc" : "asc";
      const direction = order === null ? null : order === "asc" ? ("ascending" as const) : ("descending" as const);
      return [sort, { href: changedList(PATH, params, { sort, order: next }), direction }];
    }),
  );
}
