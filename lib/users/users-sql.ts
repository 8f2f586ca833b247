import { Prisma } from "@/generated/prisma/client";
import type { Cursor } from "@/lib/core/cursor";
import type { UserKind } from "./user-filter";

/** As the partial indexes of prisma/migrations/20261122223000_users_list have them, so that they are used. */
const kinds: Record<Exclude<UserKind, "connected">, Prisma.Sql> = {
  active: Prisma.sql`state = 'active'`,
  suspended: Prisma.sql`state = 'suspended'`,
  offboarded: Prisma.sql`state = 'offboarded'`,
  leaving: Prisma.sql`leaves_at IS NOT NULL AND state <> 'offboarded'`,
  invited: Prisma.sql`unused_invitations > 0`,
  "no-device": Prisma.sql`device_count = 0 AND state <> 'offboarded'`,
};

/** Asked of each row by itself, so that PostgreSQL does not read all VPN sessions to find those of a few users. */
const isConnected = Prisma.sql`(SELECT true FROM vpn_session v WHERE v.username = u.username LIMIT 1)`;

/** Whether a row of "user" u is of a kind. */
export function ofKind(show: UserKind | undefined): Prisma.Sql {
  if (!show) return Prisma.sql`true`;
  return show === "connected" ? isConnected : kinds[show];
}

export type Order = { by: "name" | "username" | "added"; descending: boolean };

const columns = { name: Prisma.sql`u.name_order`, username: Prisma.sql`u.username`, added: Prisma.sql`u.created_at` };

export function orderBy({ by, descending }: Order): Prisma.Sql {
  const way = descending ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  return by === "username" ? Prisma.sql`u.username ${way}` : Prisma.sql`${columns[by]} ${way}, u.username ${way}`;
}

/** A row's sort key as the cursor carries it, beside the username. */
export function keyOf(by: Order["by"]): Prisma.Sql {
  return by === "added" ? Prisma.sql`to_char(u.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')` : columns[by];
}

/** The rows that come after the cursor in this order; `keys` are as pageOf has made them: the sort key where there is one, the username. */
export function beyond({ by, descending }: Order, cursor: Cursor | null): Prisma.Sql {
  if (!cursor) return Prisma.sql`true`;
  const than = descending ? Prisma.sql`<` : Prisma.sql`>`;
  const [key, username] = [String(cursor.keys[0]), String(cursor.keys.at(-1))];
  if (by === "username") return Prisma.sql`u.username ${than} ${username}`;
  if (by === "name") return Prisma.sql`(u.name_order, u.username) ${than} (${key}, ${username})`;
  return Prisma.sql`(u.created_at, u.username) ${than} (${new Date(key)}::timestamptz, ${username})`;
}

/** The usernames that have a VPN session, each read once however many sessions it has: one step of the index for each. */
export function connectedUsernames(from: Cursor | null, descending: boolean, limit: number): Prisma.Sql {
  const [than, way] = descending ? [Prisma.sql`<`, Prisma.sql`DESC`] : [Prisma.sql`>`, Prisma.sql`ASC`];
  const first = from ? Prisma.sql`v.username ${than} ${String(from.keys[0])}` : Prisma.sql`true`;
  return Prisma.sql`
    WITH RECURSIVE step AS (
      (SELECT v.username FROM vpn_session v WHERE ${first} ORDER BY v.username ${way} LIMIT 1)
      UNION ALL
      SELECT (SELECT v.username FROM vpn_session v WHERE v.username ${than} step.username ORDER BY v.username ${way} LIMIT 1)
      FROM step WHERE step.username IS NOT NULL)
    SELECT username FROM step WHERE username IS NOT NULL LIMIT ${limit}`;
}
