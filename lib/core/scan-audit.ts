import { Prisma } from "@/generated/prisma/client";
import { db } from "@/lib/db/client";
import { isAsked, meanings, type AuditFilter, type Meaning } from "./audit-filter";
import { MOST_ROWS } from "./cursor";

export type FoundEntry = {
  seq: bigint;
  at: Date;
  actor: string;
  action: string;
  subject: string;
  details: unknown;
  source: string | null;
  hash: string;
};
/** `edge` is how far was looked: null at the end of the log. There may be more beyond it although fewer than `limit` were found. */
export type Scanned = { found: FoundEntry[]; edge: bigint | null };

/** So many looks at 200 rows each; who asks for something rare goes on from where these ended. */
const LOOKS = 5;
/** Longer than any transaction lives: an entry's time is from before it waited for its number. */
const SLACK = 90_000;

/**
 * Entries that are asked for, from a place in the log on, backwards in time or forwards. The narrowest thing that was asked is found by
 * its index, the rest is looked at row by row, so that no question, however odd, reads the whole log at once.
 */
export async function scanAudit(filter: AuditFilter, from: { seq: bigint | null; forwards: boolean }, limit: number): Promise<Scanned> {
  const drivers = driversOf(filter);
  const { low, high } = await boundsOf(filter);
  const { search, actor, action, subject, from: since, to } = filter;
  const asked = [actor, action, subject, since, to].filter((one) => one !== undefined).length;
  // One of them may be what the index finds: then there is nothing left to look at.
  const needsLook = asked > (search === undefined && (subject ?? action ?? actor) !== undefined ? 1 : 0);
  const take = Math.max(2, Math.floor((needsLook ? MOST_ROWS : Math.min(limit + 1, MOST_ROWS)) / (needsLook ? drivers.length : 1)));
  const found: FoundEntry[] = [];
  let edge = from.seq;
  for (let look = 0; look < LOOKS; look++) {
    const batches: FoundEntry[][] = [];
    for (const driver of drivers) batches.push(await batchOf(driver, { low, high, edge, forwards: from.forwards }, take));
    // What lies beyond the last row of a full batch is not known yet, of any driver.
    const reached = batches.filter((batch) => batch.length === take).map((batch) => batch.at(-1)?.seq ?? 0n);
    const horizon = reached.length === 0 ? null : reached.reduce((a, b) => (from.forwards === a < b ? a : b));
    for (const entry of inOrder(batches.flat(), from.forwards)) {
      if (horizon !== null && (from.forwards ? entry.seq > horizon : entry.seq < horizon)) break;
      if (!isAsked(entry, filter)) continue;
      if (found.length === limit) return { found, edge: found.at(-1)?.seq ?? null };
      found.push(entry);
    }
    if (horizon === null) return { found, edge: null };
    edge = horizon;
  }
  return { found, edge };
}

type Driver = Meaning | { action: string } | Record<string, never>;

function driversOf(filter: AuditFilter): Driver[] {
  if (filter.search) return meanings(filter.search);
  if (filter.subject !== undefined) return [{ subject: filter.subject }];
  if (filter.action !== undefined) return [{ action: filter.action }];
  return filter.actor === undefined ? [{}] : [{ actor: filter.actor }];
}

type Range = { low: bigint | null; high: bigint | null; edge: bigint | null; forwards: boolean };

function batchOf(driver: Driver, { low, high, edge, forwards }: Range, take: number): Promise<FoundEntry[]> {
  const above = forwards && edge !== null ? edge : low;
  const below = !forwards && edge !== null ? edge : high;
  if ("named" in driver) return namedBatch(driver.named, { above, below, forwards }, take);
  return db().auditEntry.findMany({
    where: { ...driver, seq: { ...(above === null ? {} : { gt: above }), ...(below === null ? {} : { lt: below }) } },
    orderBy: { seq: forwards ? "asc" : "desc" },
    take,
    select: { seq: true, at: true, actor: true, action: true, subject: true, details: true, source: true, hash: true },
  });
}

/** Entries that name a user among others: few of a user, found by their own index before anything is put in order. */
function namedBatch(
  username: string,
  { above, below, forwards }: { above: bigint | null; below: bigint | null; forwards: boolean },
  take: number,
): Promise<FoundEntry[]> {
  return db().$queryRaw<FoundEntry[]>`
    WITH named AS MATERIALIZED (SELECT seq FROM audit_entry WHERE details -> 'users' @> ${JSON.stringify([username])}::jsonb)
    SELECT e.seq, e.at, e.actor, e.action, e.subject, e.details, e.source, e.hash FROM (
      SELECT seq FROM named WHERE (${above}::bigint IS NULL OR seq > ${above}) AND (${below}::bigint IS NULL OR seq < ${below})
      ORDER BY seq ${forwards ? Prisma.sql`ASC` : Prisma.sql`DESC`} LIMIT ${take}) t
    JOIN audit_entry e ON e.seq = t.seq ORDER BY e.seq ${forwards ? Prisma.sql`ASC` : Prisma.sql`DESC`}`;
}

function inOrder(entries: FoundEntry[], forwards: boolean): FoundEntry[] {
  const once = [...new Map(entries.map((entry) => [entry.seq, entry])).values()];
  return once.sort((a, b) => (a.seq < b.seq === forwards ? -1 : 1));
}

/** Numbers that surely lie outside the time that was asked: time and number rise together, but for as long as a transaction may take. */
async function boundsOf({ from, to }: AuditFilter): Promise<{ low: bigint | null; high: bigint | null }> {
  const [before, after] = await Promise.all([
    from &&
      db().auditEntry.findFirst({
        where: { at: { lt: new Date(from.getTime() - SLACK) } },
        orderBy: { at: "desc" },
        select: { seq: true },
      }),
    to &&
      db().auditEntry.findFirst({ where: { at: { gt: new Date(to.getTime() + SLACK) } }, orderBy: { at: "asc" }, select: { seq: true } }),
  ]);
  return { low: before?.seq ?? null, high: after?.seq ?? null };
}
