import { pageContext } from "@/app/_shell/page-context";
import { queryText } from "@/app/_shell/query";
import { reading } from "@/app/_shell/reading";
import { Empty } from "@/app/_ui/empty";
import { ExportLinks } from "@/app/_ui/export-links";
import { Forbidden } from "@/app/_ui/forbidden";
import { TextLink } from "@/app/_ui/link";
import { PageHead } from "@/app/_ui/page-head";
import { Pager } from "@/app/_ui/pager";
import { may } from "@/lib/core/permissions";
import { readSettings } from "@/lib/core/settings";
import { listPastSessions } from "@/lib/nodes/list-past-sessions";
import { readPlaces } from "@/lib/nodes/read-places";
import { PastQuery } from "@/lib/nodes/session-filter";
import { SessionTable } from "../session-table";
import { SessionTabs } from "../session-tabs";
import { PastFilters, type PastParams } from "./past-filters";

const PATH = "/vpn-sessions/history";

export default async function PastVpnSessionsPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const ctx = await pageContext();
  const { params, query } = readParams(await searchParams);
  const { value, forbidden } = await reading(Promise.all([listPastSessions(ctx, query), readPlaces(ctx), readSettings()]));
  if (!value) return <Forbidden title="Past VPN sessions" sentence={forbidden} />;
  const [list, places, { vpnSessionDays }] = value;
  const asked = [params.q ? `“${params.q}”` : "", params.node, params.from && `from ${params.from}`, params.to && `to ${params.to}`];
  const said = asked.filter(Boolean).join(", ");
  return (
    <>
      <PageHead title="Past VPN sessions" above={[{ name: "VPN sessions", href: "/vpn-sessions" }]} tabbed />
      <SessionTabs here={PATH} />
      <p className="mb-4 max-w-[720px] text-text-soft">
        {vpnSessionDays === 0
          ? "The settings keep no history of VPN sessions."
          : `VPN sessions that have ended are kept for ${vpnSessionDays} ${vpnSessionDays === 1 ? "day" : "days"}.`}{" "}
        <TextLink href="/settings" className="underline">
          Change settings
        </TextLink>
      </p>
      <PastFilters params={params} nodes={places.nodes} today={ctx.now().toISOString().slice(0, 10)} />
      {list.capped ? (
        <p role="status" className="mb-2 text-small text-text-soft">
          More than 18 profiles begin so; these are of the first 18. Type more.
        </p>
      ) : null}
      {list.rows.length === 0 ? (
        <Empty sentence={said ? `No past VPN sessions match ${said}.` : "No VPN session has ended yet."}>
          <TextLink href={said ? PATH : "/vpn-sessions"}>{said ? "Clear filters" : "See who is connected"}</TextLink>
        </Empty>
      ) : (
        <SessionTable
          label="Past VPN sessions"
          sessions={list.rows.map(({ site: _wide, ...row }) => ({ ...row, key: row.id, contested: false }))}
          columns={["who", "node", "ipv4", "from", "began", "ended", "received", "sent"]}
        />
      )}
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <Pager path={PATH} params={params} previous={list.previous} next={list.next} />
        {may(ctx.actor, "exports.write") && list.rows.length > 0 && !list.capped ? (
          <div className="mt-4">
            <ExportLinks what="past-vpn-sessions" query={{ search: params.q, node: params.node, from: params.from, to: params.to }} />
          </div>
        ) : null}
      </div>
    </>
  );
}

/** What the address says; a day that is none is left out, so that an odd address is the plain list. */
function readParams(found: Record<string, string | string[] | undefined>): { params: PastParams; query: PastQuery } {
  const text = (name: string) => queryText(found[name]) || undefined;
  const day = (name: "from" | "to") => (PastQuery.safeParse({ [name]: text(name) }).success ? text(name) : undefined);
  const params = {
    q: text("q")?.slice(0, 200),
    node: text("node")?.slice(0, 60),
    from: day("from"),
    to: day("to"),
    cursor: text("cursor"),
  };
  const { q, ...rest } = params;
  const parsed = PastQuery.safeParse({ ...rest, search: q });
  return { params, query: parsed.success ? parsed.data : {} };
}
