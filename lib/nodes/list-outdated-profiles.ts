import { z } from "zod";
import { Prisma } from "@/generated/prisma/client";
import type { Context } from "@/lib/core/context";
import { decodeCursor, PAGE_SIZE, pageOf, type Cursor, type Paged } from "@/lib/core/cursor";
import { demand } from "@/lib/core/permissions";
import { db, type Tx } from "@/lib/db/client";
import { remoteListInForce } from "./read-remote-list";

export type OutdatedProfile = {
  commonName: string;
  username: string;
  userName: string;
  device: string;
  issuedAt: Date | null;
};
/** `count` is where counting stops when there are more. */
export type OutdatedProfiles = Paged<OutdatedProfile> & { count: number; more: boolean };

const MOST_COUNTED = 150;
const CURSOR = z.tuple([z.string().max(64), z.string().max(64)]);

/** As prisma/migrations/20261123024000_outdated_profiles has them, so that its index is used. */
const KEY = Prisma.sql`coalesce(c.profile_remotes, '')`;
const IN_USE = Prisma.sql`c.kind = 'device' AND c.revision IS NOT NULL AND c.removal_revision IS NULL AND c.overlap_ends_at IS NULL`;

type Row = { key: string; serial: string; commonName: string; issuedAt: Date | null };

/** Profiles in use whose list of remotes is not the one in force; those with the same list stand together. */
export async function listOutdatedProfiles(ctx: Context, { cursor: text }: { cursor?: string } = {}): Promise<OutdatedProfiles> {
  demand(ctx.actor, "users.read");
  const cursor = decodeCursor(text, CURSOR);
  return db().$transaction(async (tx) => {
    await readByKey(tx);
    const { key } = await remoteListInForce(tx);
    const page = pageOf(await besides(tx, key, cursor, PAGE_SIZE + 1), PAGE_SIZE, cursor, (row) => [row.key, row.commonName]);
    const owners = await tx.certificate.findMany({
      where: { serial: { in: page.rows.map(({ serial }) => serial) } },
      select: { serial: true, device: { select: { name: true, user: { select: { username: true, name: true } } } } },
    });
    const rows = page.rows.flatMap(({ serial, commonName, issuedAt }) => {
      const device = owners.find((owner) => owner.serial === serial)?.device;
      return device ? [{ commonName, issuedAt, device: device.name, username: device.user.username, userName: device.user.name }] : [];
    });
    return { ...page, rows, ...(await count(tx, key)) };
  });
}

/** PostgreSQL is to go along the index, and not to find all profiles by another and sort them, whatever it believes of how many there are. */
async function readByKey(tx: Tx): Promise<void> {
  await tx.$queryRaw`SELECT set_config(name, 'off', true) FROM unnest(ARRAY['enable_bitmapscan', 'enable_seqscan', 'enable_sort']) name`;
}

/** How many profiles in use are out of date, counted to a limit. */
export async function countOutdatedProfiles(ctx: Context): Promise<{ count: number; more: boolean }> {
  demand(ctx.actor, "users.read");
  return db().$transaction(async (tx) => {
    await readByKey(tx);
    return count(tx, (await remoteListInForce(tx)).key);
  });
}

async function count(tx: Tx, key: string): Promise<{ count: number; more: boolean }> {
  const n = (await besides(tx, key, null, MOST_COUNTED + 1)).length;
  return { count: Math.min(n, MOST_COUNTED), more: n > MOST_COUNTED };
}

/**
 * What stands before this list's key in the index, and then what stands behind it, or the other way round: the profiles between, which
 * are most, are not read.
 */
async function besides(tx: Tx, key: string, cursor: Cursor | null, limit: number): Promise<Row[]> {
  const way = cursor?.back ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const beyond = cursor?.back ? Prisma.sql`<` : Prisma.sql`>`;
  const from = cursor
    ? Prisma.sql`(${KEY}, c.common_name) ${beyond} (${String(cursor.keys[0])}, ${String(cursor.keys[1])})`
    : Prisma.sql`true`;
  const side = (than: Prisma.Sql, most: number) => tx.$queryRaw<Row[]>`
    SELECT ${KEY} AS key, c.serial, c.common_name AS "commonName", c.issued_at AS "issuedAt" FROM certificate c
    WHERE ${IN_USE} AND ${KEY} ${than} ${key} AND ${from} ORDER BY ${KEY} ${way}, c.common_name ${way} LIMIT ${most}`;
  const sides = [Prisma.sql`<`, Prisma.sql`>`];
  const [first = Prisma.empty, second = Prisma.empty] = cursor?.back ? sides.toReversed() : sides;
  const found = await side(first, limit);
  return found.length < limit ? [...found, ...(await side(second, limit - found.length))] : found;
}
