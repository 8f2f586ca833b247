import { Prisma } from "@/generated/prisma/client";
import type { Tx } from "@/lib/db/client";
import { readSearch } from "./search-query";

/** Users that one search finds, at most. */
export const MOST_FOUND = 150;
/** No query reads more than 200 rows: what is read again when a search goes on, and as many new ones. */
const STEP = 99;
const ROUNDS = 6;
/** No text has it (lib/users/naming.ts), and whatever begins with a prefix comes before the prefix with it behind. */
const LAST = "\u{10FFFF}";

export type Found = { ids: string[]; more: boolean };

/**
 * Step: from here on this transaction reads through indexes, in their order. A bitmap or a whole table would first collect all that match,
 * and PostgreSQL prefers them where it believes that there are few.
 */
export async function readInOrder(tx: Tx): Promise<void> {
  await tx.$queryRaw`SELECT set_config('enable_bitmapscan', 'off', true), set_config('enable_seqscan', 'off', true)`;
}

/**
 * Step: the users that a search finds by the beginning of a name, a username, an e-mail, an address, a common name or a serial. `more`
 * when there are others. What it reads does not grow with the number of users, in a transaction that reads in order.
 */
export async function findUsers(tx: Tx, search: string): Promise<Found> {
  const { words, ipv4, ipv6, commonName, serial } = readSearch(search);
  const all = new Set<string>();
  const add = (ids: string[]) => ids.forEach((id) => all.add(id));
  if (words) add(await byWords(tx, words));
  if (ipv4) add(await byDevice(tx, Prisma.sql`ipv4`, ipv4));
  for (const prefix of ipv6) add(await byDevice(tx, Prisma.sql`ipv6`, prefix));
  if (commonName) add(await byCertificate(tx, Prisma.sql`common_name`, commonName));
  if (serial) add(await byCertificate(tx, Prisma.sql`serial`, serial));
  return { ids: [...all].slice(0, MOST_FOUND), more: all.size > MOST_FOUND };
}

/** Several terms of a user may begin alike: it goes on until enough users are found. */
async function byWords(tx: Tx, prefix: string): Promise<string[]> {
  const users = new Set<string>();
  let after: { term: string; id: string } | undefined;
  for (let round = 0; round < ROUNDS && users.size <= MOST_FOUND; round++) {
    const on: Prisma.Sql = after ? Prisma.sql`AND (term ~>~ ${after.term} OR user_id > ${after.id}::uuid)` : Prisma.empty;
    const rows = await tx.$queryRaw<{ term: string; id: string }[]>`
      SELECT term, user_id::text AS id FROM search_term
      WHERE term ~>=~ ${after?.term ?? prefix} AND term ~<~ ${prefix + LAST} ${on}
      ORDER BY term USING ~<~, user_id LIMIT ${STEP}`;
    for (const { id } of rows) users.add(id);
    after = rows.at(-1);
    if (rows.length < STEP) break;
  }
  return [...users];
}

async function byDevice(tx: Tx, column: Prisma.Sql, prefix: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT user_id::text AS id FROM device WHERE ${column} ~>=~ ${prefix} AND ${column} ~<~ ${prefix + LAST}
    ORDER BY ${column} USING ~<~ LIMIT ${MOST_FOUND + 1}`;
  return rows.map(({ id }) => id);
}

async function byCertificate(tx: Tx, column: Prisma.Sql, prefix: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT d.user_id::text AS id FROM
      (SELECT device_id FROM certificate WHERE ${column} ~>=~ ${prefix} AND ${column} ~<~ ${prefix + LAST}
       ORDER BY ${column} USING ~<~ LIMIT ${MOST_FOUND + 1}) c JOIN device d ON d.id = c.device_id`;
  return rows.map(({ id }) => id);
}
