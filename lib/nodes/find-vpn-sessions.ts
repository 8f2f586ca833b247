import { Prisma, type VpnSession } from "@/generated/prisma/client";
import type { Tx } from "@/lib/db/client";
import { findUsers } from "@/lib/users/find-users";
import { readSearch } from "@/lib/users/search-query";

/** Hits that a search gives, at most; who gets more types more. */
export const MOST_HITS = 150;
/** No text has it, and whatever begins with a prefix comes before the prefix with it behind. */
const LAST = "\u{10FFFF}";
export const SESSION_COLUMNS = Prisma.raw(
  `s.node_id AS "nodeId", s.site_id AS "siteId", s.client_id AS "clientId", s.common_name AS "commonName", s.ipv4, s.ipv6, s.source, s.since, s.bytes_in AS "bytesIn", s.bytes_out AS "bytesOut", s.seen`,
);

/**
 * Step: VPN sessions of now whose common name, address or source begins with the text, and those of users whom the text finds. In the
 * order of their common names, one more than are shown. Give it a transaction that reads in order.
 */
export async function findVpnSessions(tx: Tx, search: string, now: Date): Promise<VpnSession[]> {
  const text = search.trim().toLowerCase();
  const { ipv4, ipv6 } = readSearch(search);
  const found = new Map<string, VpnSession>();
  const add = (rows: VpnSession[]) => rows.forEach((row) => found.set(`${row.nodeId} ${row.clientId}`, row));
  add(await beginning(tx, Prisma.sql`common_name`, text));
  if (ipv4) add(await beginning(tx, Prisma.sql`ipv4`, ipv4));
  if (/^\d{1,3}\.[\d.]*(:\d*)?$/.test(text)) add(await beginning(tx, Prisma.sql`source`, text));
  for (const prefix of ipv6) add(await beginning(tx, Prisma.sql`ipv6`, prefix));
  if (ipv6.length > 0) for (const form of [text, `[${text}`]) add(await beginning(tx, Prisma.sql`source`, form));
  if (found.size <= MOST_HITS) add(await ofUsers(tx, search, now));
  return [...found.values()]
    .sort((a, b) => (a.commonName < b.commonName ? -1 : a.commonName > b.commonName ? 1 : Number(a.seen - b.seen)))
    .slice(0, MOST_HITS + 1);
}

async function beginning(tx: Tx, column: Prisma.Sql, prefix: string): Promise<VpnSession[]> {
  return tx.$queryRaw<VpnSession[]>`
    SELECT ${SESSION_COLUMNS} FROM vpn_session s WHERE s.${column} ~>=~ ${prefix} AND s.${column} ~<~ ${prefix + LAST}
    ORDER BY s.${column} USING ~<~ LIMIT ${MOST_HITS + 1}`;
}

/** Common names begin with the username (docs/ARCHITECTURE.md): so nobody's certificates need be read. */
async function ofUsers(tx: Tx, search: string, now: Date): Promise<VpnSession[]> {
  const { ids } = await findUsers(tx, search, {}, now);
  if (ids.length === 0) return [];
  const users = await tx.user.findMany({ where: { id: { in: ids } }, select: { username: true } });
  return tx.$queryRaw<VpnSession[]>`
    SELECT t.* FROM unnest(${users.map(({ username }) => username)}::text[]) AS u(username) CROSS JOIN LATERAL (
      SELECT ${SESSION_COLUMNS} FROM vpn_session s WHERE s.common_name ~>=~ (u.username || '.') AND s.common_name ~<~ (u.username || '/')
      AND substr(s.common_name, length(u.username) + 2) ~ '^[a-z0-9-]+[.][0-9]+$' LIMIT 20) t
    LIMIT ${MOST_HITS + 1}`;
}
