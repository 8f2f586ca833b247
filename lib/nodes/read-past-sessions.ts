import { Prisma } from "@/generated/prisma/client";
import type { Context } from "@/lib/core/context";
import { decodeCursor, MOMENT_AND_ID, pageOf, type Paged } from "@/lib/core/cursor";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";

export type PastSession = {
  id: string;
  node: string;
  commonName: string;
  ipv4: string | null;
  ipv6: string | null;
  source: string | null;
  since: Date;
  until: Date;
  bytesIn: bigint;
  bytesOut: bigint;
};

/** Ten of each of a user's last names are read for a page of ten: the history is kept for days, and so are its names. */
const PAGE = 10;
const NAMES = 18;

/** VPN sessions of a user that have ended, newest first, as long as the settings keep them. */
export async function readPastSessions(ctx: Context, username: string, { cursor }: { cursor?: string } = {}): Promise<Paged<PastSession>> {
  demand(ctx.actor, "users.read");
  const at = decodeCursor(cursor, MOMENT_AND_ID);
  const names = await db().$queryRaw<{ name: string }[]>`
    SELECT c.common_name AS name FROM "user" u JOIN device d ON d.user_id = u.id JOIN certificate c ON c.device_id = d.id
    WHERE u.username = ${username} AND c.revision IS NOT NULL ORDER BY c.reserved_at DESC LIMIT ${NAMES}`;
  const order = at?.back ? Prisma.sql`ORDER BY until ASC, id ASC` : Prisma.sql`ORDER BY until DESC, id DESC`;
  const [until, id] = at?.keys ?? [];
  const from =
    at === null
      ? Prisma.empty
      : at.back
        ? Prisma.sql`AND (p.until, p.id) > (${until}::timestamptz, ${id}::uuid)`
        : Prisma.sql`AND (p.until, p.id) < (${until}::timestamptz, ${id}::uuid)`;
  const found = await db().$queryRaw<PastSession[]>`
    SELECT t.id, node.name AS node, t.common_name AS "commonName", t.ipv4, t.ipv6, t.source, t.since, t.until, t.bytes_in AS "bytesIn",
      t.bytes_out AS "bytesOut"
    FROM unnest(${names.map(({ name }) => name)}::text[]) AS names(name)
      CROSS JOIN LATERAL (SELECT p.* FROM past_vpn_session p WHERE p.common_name = names.name ${from} ${order} LIMIT ${PAGE + 1}) t
      JOIN node ON node.id = t.node_id
    ${order} LIMIT ${PAGE + 1}`;
  return pageOf(found, PAGE, at, (row) => [row.until.toISOString(), row.id]);
}
