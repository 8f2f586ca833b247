import { Prisma } from "@/generated/prisma/client";
import type { Tx } from "@/lib/db/client";
import type { Facts } from "./facets";
import { readSearch } from "./search-query";
import { searchTermsOf, type Searched } from "./search-terms";
import { isMatch, someMatches } from "./users-sql";

/** Users that one search finds, at most. */
export const MOST_FOUND = 150;
/** No query reads more than 200 rows: as many of what is searched, beside as many users (and, for certificates, devices). */
const STEP = 95;
const STEP_OF_CERTIFICATES = 60;
/** So often a search goes on where filters leave few of those whom it finds; beyond, it says that there may be more. */
const ROUNDS = 24;
/** No text has it (lib/users/naming.ts), and whatever begins with a prefix comes before the prefix with it behind. */
const LAST = "\u{10FFFF}";

export type Found = { ids: string[]; more: boolean };
type Hit = { key: string; id: string; matches: boolean };

/**
 * Step: the users that a search finds by the beginning of a name, a username, an e-mail, an address, a common name or a serial, of those
 * who match the filter (at `now`). `more` when there are others, or may be. What it reads does not grow with the number of users, in a
 * transaction that reads in order.
 */
export async function findUsers(tx: Tx, search: string, filter: Facts, now: Date): Promise<Found> {
  const matches = isMatch(filter, now);
  const { words, ipv4, ipv6, commonName, serial } = readSearch(search);
  const all = new Set<string>();
  let more = false;
  const add = async (read: (after?: Hit) => Promise<Hit[]>, step: number) => {
    if (await goOn(all, read, step)) more = true;
  };
  if (words && (await goOn(all, byWords(tx, words, matches), STEP)) && all.size <= MOST_FOUND) {
    const few = await fewMatches(tx, filter, now);
    for (const user of few ?? []) if (searchTermsOf(user).some((term) => term.startsWith(words))) all.add(user.id);
    more = few === null;
  }
  if (ipv4) await add(byDevice(tx, Prisma.sql`ipv4`, ipv4, matches), STEP);
  for (const prefix of ipv6) await add(byDevice(tx, Prisma.sql`ipv6`, prefix, matches), STEP);
  if (commonName) await add(byCertificate(tx, Prisma.sql`common_name`, commonName, matches), STEP_OF_CERTIFICATES);
  if (serial) await add(byCertificate(tx, Prisma.sql`serial`, serial, matches), STEP_OF_CERTIFICATES);
  return { ids: [...all].slice(0, MOST_FOUND), more: more || all.size > MOST_FOUND };
}

/** Reads on until enough users are found or there are no others. True when it stopped before the end. */
async function goOn(all: Set<string>, read: (after?: Hit) => Promise<Hit[]>, step: number): Promise<boolean> {
  let after: Hit | undefined;
  for (let round = 0; round < ROUNDS && all.size <= MOST_FOUND; round++) {
    const hits = await read(after);
    for (const { id, matches } of hits) if (matches) all.add(id);
    if (hits.length < step) return false;
    const last = hits.at(-1);
    // As many of one key as a step has: nobody has so many, and it would go on for ever.
    if (last?.key === after?.key && last?.id === after?.id) return true;
    after = last;
  }
  return true;
}

/** Everybody who matches, where they are so few that each can be asked for their words; else null. */
async function fewMatches(tx: Tx, filter: Facts, now: Date): Promise<(Searched & { id: string })[] | null> {
  const columns = Prisma.sql`u.id::text AS id, u.name, u.username, u.email`;
  const users = await tx.$queryRaw<(Searched & { id: string })[]>(someMatches(columns, filter, now, MOST_FOUND + 1));
  return users.length > MOST_FOUND ? null : users;
}

/** Several terms of a user may begin alike, and one term is many users': what is left of the last term, then those after it. */
const byWords = (tx: Tx, prefix: string, matches: Prisma.Sql) => (after?: Hit) => {
  const before = Prisma.sql`term ~<~ ${prefix + LAST} ORDER BY term USING ~<~, user_id LIMIT ${STEP}`;
  const terms = after
    ? Prisma.sql`
      (SELECT term, user_id FROM search_term WHERE term = ${after.key} AND user_id > ${after.id}::uuid ORDER BY user_id LIMIT ${STEP})
      UNION ALL (SELECT term, user_id FROM search_term WHERE term ~>~ ${after.key} AND ${before}) LIMIT ${STEP}`
    : Prisma.sql`SELECT term, user_id FROM search_term WHERE term ~>=~ ${prefix} AND ${before}`;
  return tx.$queryRaw<Hit[]>`
    SELECT t.term AS key, t.user_id::text AS id, coalesce((SELECT ${matches} FROM "user" u WHERE u.id = t.user_id), false) AS matches
    FROM (${terms}) t`;
};

/** A device that was removed may have had the address before: the last address is read again. */
const byDevice = (tx: Tx, column: Prisma.Sql, prefix: string, matches: Prisma.Sql) => (after?: Hit) =>
  tx.$queryRaw<Hit[]>`
    SELECT d.key, d.user_id::text AS id, coalesce((SELECT ${matches} FROM "user" u WHERE u.id = d.user_id), false) AS matches FROM
      (SELECT ${column} AS key, user_id FROM device WHERE ${column} ~>=~ ${after?.key ?? prefix} AND ${column} ~<~ ${prefix + LAST}
       ORDER BY ${column} USING ~<~ LIMIT ${STEP}) d`;

const byCertificate = (tx: Tx, column: Prisma.Sql, prefix: string, matches: Prisma.Sql) => (after?: Hit) =>
  tx.$queryRaw<Hit[]>`
    SELECT c.key, coalesce(d.user_id::text, '') AS id,
      coalesce((SELECT ${matches} FROM "user" u WHERE u.id = d.user_id), false) AS matches FROM
      (SELECT ${column} AS key, device_id FROM certificate WHERE ${column} ~>=~ ${after?.key ?? prefix} AND ${column} ~<~ ${prefix + LAST}
       ORDER BY ${column} USING ~<~ LIMIT ${STEP_OF_CERTIFICATES}) c
      LEFT JOIN LATERAL (SELECT user_id FROM device WHERE device.id = c.device_id) d ON true`;
