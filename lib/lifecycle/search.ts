import ipaddr from "ipaddr.js";
import type { NodeState, UserState } from "@/generated/prisma/client";
import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { foldedPrefix } from "@/lib/users/search-terms";

export type Found = {
  users: { username: string; name: string; state: UserState }[];
  devices: { username: string; userName: string; name: string; ipv4: string; ipv6: string; removed: boolean }[];
  nodes: { name: string; address: string; state: NodeState }[];
};

const MOST = 8;
/** Terms that are looked at: a person has several that begin alike. */
const MOST_TERMS = 60;

/** People, devices and nodes that begin with what was typed: eight of each at most, by indexes alone. For the command menu and programs. */
export async function search(ctx: Context, text: string): Promise<Found> {
  demand(ctx.actor, "users.read");
  demand(ctx.actor, "nodes.read");
  const typed = text.trim().slice(0, 200);
  if (!typed) return { users: [], devices: [], nodes: [] };
  const [users, devices, nodes] = await Promise.all([findUsers(typed), findDevices(typed), findNodes(typed)]);
  return { users, devices, nodes };
}

/** Prisma's startsWith takes % and _ for what LIKE makes of them, and so does LIKE. */
const literal = (text: string) => text.replace(/[\\%_]/g, "\\$&");
const prefix = (text: string) => `${literal(text)}%`;

async function findUsers(typed: string): Promise<Found["users"]> {
  const folded = foldedPrefix(typed);
  if (!folded) return [];
  return db().$queryRaw<Found["users"]>`
    SELECT username, name, state::text AS state FROM "user"
    WHERE id IN (SELECT user_id FROM search_term WHERE term LIKE ${prefix(folded)} LIMIT ${MOST_TERMS})
    ORDER BY state = 'offboarded', name, username LIMIT ${MOST}`;
}

/** IPv6 in any spelling is looked for as it is stored. */
function asStored(typed: string): string {
  const text = typed.toLowerCase();
  return text.includes(":") && ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text).toString() : text;
}

async function findDevices(typed: string): Promise<Found["devices"]> {
  const text = asStored(typed);
  if (/^\d{1,3}\.[\d.]*$/.test(text)) return devicesWhere("ipv4", prefix(text));
  const serial = text.replaceAll(":", "");
  const found: Found["devices"] = [];
  if (/^[0-9a-f]{1,4}:[0-9a-f:.]*$/.test(text)) found.push(...(await devicesWhere("ipv6", prefix(text))));
  if (/^[0-9a-f]{6,40}$/.test(serial)) found.push(...(await devicesWhere("serial", prefix(serial))));
  if (/^[a-z][a-z0-9.-]*\.[a-z0-9.-]*$/.test(text)) found.push(...(await devicesWhere("common_name", prefix(text))));
  return found.slice(0, MOST);
}

async function devicesWhere(column: "ipv4" | "ipv6" | "serial" | "common_name", like: string): Promise<Found["devices"]> {
  const ids = {
    ipv4: () => db().$queryRaw<{ id: string }[]>`SELECT id::text FROM device WHERE ipv4 LIKE ${like} LIMIT ${MOST}`,
    ipv6: () => db().$queryRaw<{ id: string }[]>`SELECT id::text FROM device WHERE ipv6 LIKE ${like} LIMIT ${MOST}`,
    serial: () =>
      db().$queryRaw<
        { id: string }[]
      >`SELECT device_id::text AS id FROM certificate WHERE serial LIKE ${like} AND device_id IS NOT NULL LIMIT ${MOST}`,
    common_name: () =>
      db().$queryRaw<
        { id: string }[]
      >`SELECT device_id::text AS id FROM certificate WHERE common_name LIKE ${like} AND device_id IS NOT NULL LIMIT ${MOST}`,
  };
  const rows = await db().device.findMany({
    where: { id: { in: [...new Set((await ids[column]()).map(({ id }) => id))] } },
    include: { user: { select: { username: true, name: true } } },
  });
  return rows
    .map(({ user, name, ipv4, ipv6, removedAt }) => ({
      username: user.username,
      userName: user.name,
      name,
      ipv4,
      ipv6,
      removed: removedAt !== null,
    }))
    .toSorted((a, b) => Number(a.removed) - Number(b.removed) || a.username.localeCompare(b.username));
}

async function findNodes(typed: string): Promise<Found["nodes"]> {
  const startsWith = literal(typed.toLowerCase());
  return db().node.findMany({
    where: { state: { not: "removed" }, OR: [{ name: { startsWith } }, { address: { startsWith } }] },
    select: { name: true, address: true, state: true },
    orderBy: { name: "asc" },
    take: MOST,
  });
}
