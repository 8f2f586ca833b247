import type { Context } from "@/lib/core/context";
import { listPastSessions, type ListedPast } from "@/lib/nodes/list-past-sessions";
import { listVpnSessions, type ListedSession } from "@/lib/nodes/list-vpn-sessions";
import type { PastQuery, SessionQuery } from "@/lib/nodes/session-filter";
import { refuse } from "@/lib/refusal";
import type { Export } from "./export";
import { pages } from "./export-lists";

const WHO = ["username", "name", "device", "commonName", "node", "site", "ipv4", "ipv6", "source", "via", "since"];
const TRAFFIC = ["bytesIn", "bytesOut"];

/** VPN sessions of now, by the filter of their list. Refuses a search of which the list has a part only. */
export const exportVpnSessions = (ctx: Context, query: Omit<SessionQuery, "cursor">): Export<ListedSession> => ({
  columns: [...WHO, ...TRAFFIC],
  rows: pages(async (cursor) => whole(await listVpnSessions(ctx, { ...query, cursor }), "VPN sessions")),
});

/** VPN sessions that have ended, newest first, by the filter of their list. Refuses as above. */
export const exportPastSessions = (ctx: Context, query: Omit<PastQuery, "cursor">): Export<ListedPast> => ({
  columns: [...WHO, "until", ...TRAFFIC],
  rows: pages(async (cursor) => whole(await listPastSessions(ctx, { ...query, cursor }), "profiles")),
});

/** A part would be taken for all of it. */
function whole<List extends { capped: boolean }>(list: List, what: string): List {
  if (list.capped) refuse("invalid", `Too many ${what} match the search to have all of them. Type more, or export without it.`, "search");
  return list;
}
