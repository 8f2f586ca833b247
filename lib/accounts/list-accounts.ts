import { Prisma, type Role } from "@/generated/prisma/client";
import type { Context } from "@/lib/core/context";
import { PAGE_SIZE, pageOf, type Paged } from "@/lib/core/cursor";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { timeCursor } from "./time-cursor";

/** Hits that a search shows at most. */
export const MOST_HITS = 150;

export type AccountRow = {
  id: string;
  name: string;
  email: string;
  role: Role;
  /** The user that this person is. */
  username: string | null;
  createdAt: Date;
  version: number;
  signedIn: boolean;
};
export type AccountsAsked = { search?: string; role?: Role; cursor?: string };
export type AccountList = Paged<AccountRow> & { more: boolean };

/** Everything that comes after `prefix` in byte order and does not begin with it sorts behind this. */
const behind = (prefix: string) => `${prefix}\u{10FFFF}`;

/** Accounts, the oldest first; `search` is the beginning of an e-mail address or of a name. `more`: there are more hits than are shown. */
export async function listAccounts(ctx: Context, { search = "", role, cursor: asked }: AccountsAsked = {}): Promise<AccountList> {
  demand(ctx.actor, "accounts.read");
  const hits = search.trim() ? await found(search.trim().toLowerCase()) : null;
  const cursor = hits ? null : timeCursor(asked);
  const where = [
    role && !hits ? Prisma.sql`a.role = ${role}::"Role"` : Prisma.sql`true`,
    hits ? Prisma.sql`u.id = ANY(${hits})` : Prisma.sql`true`,
    cursor
      ? Prisma.sql`(a.created_at, a.id) ${cursor.back ? Prisma.sql`<` : Prisma.sql`>`} (${cursor.at}, ${cursor.id}::uuid)`
      : Prisma.sql`true`,
  ];
  const way = cursor?.back ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const limit = hits ? MOST_HITS : PAGE_SIZE;
  const rows = await db().$queryRaw<AccountRow[]>`
    SELECT a.id, u.name, u.email, a.role::text AS role, p.username, a.created_at AS "createdAt", a.version,
      EXISTS (SELECT 1 FROM auth_session s WHERE s.user_id = u.id AND s.expires_at > ${ctx.now()}) AS "signedIn"
    FROM account a JOIN auth_user u ON u.id = a.auth_user_id LEFT JOIN "user" p ON p.id = a.user_id
    WHERE ${Prisma.join(where, " AND ")} ORDER BY a.created_at ${way}, a.id ${way} LIMIT ${limit + 1}`;
  // Of what was found the role is asked last: by its index PostgreSQL would read everybody who has it.
  const shown = hits ? rows.slice(0, MOST_HITS).filter((row) => !role || row.role === role) : [];
  if (hits) return { rows: shown, next: null, previous: null, more: hits.length > MOST_HITS };
  return { ...pageOf(rows, PAGE_SIZE, cursor, (row) => [row.createdAt.toISOString(), row.id]), more: false };
}

/** Whose e-mail address or name begins so: each by its index. */
async function found(prefix: string): Promise<string[]> {
  const byEmail = await db().$queryRaw<{ id: string }[]>`
    SELECT id FROM auth_user WHERE email ~>=~ ${prefix} AND email ~<~ ${behind(prefix)} LIMIT ${MOST_HITS + 1}`;
  const byName = await db().$queryRaw<{ id: string }[]>`
    SELECT id FROM auth_user WHERE lower(name) ~>=~ ${prefix} AND lower(name) ~<~ ${behind(prefix)} LIMIT ${MOST_HITS + 1}`;
  return [...new Set([...byEmail, ...byName].map(({ id }) => id))].slice(0, MOST_HITS + 1);
}
