import { randomUUID } from "node:crypto";
import type { FreePair } from "@/lib/addresses/assign-pair";
import type { Context } from "@/lib/core/context";
import type { Tx } from "@/lib/db/client";
import { noteSearchTermsOfMany } from "@/lib/users/note-search-terms";

export type NewPerson = { n: number; username: string; name: string; email: string | null; device: string | null };
export type Added = NewPerson & { userId: string; deviceId: string | null; ipv4: string | null; ipv6: string | null };
export type NotAdded = { n: number; sentence: string };

/**
 * Step: users with their devices and pairs in a handful of statements however many they are (portal.4), each wholly or not at all: who
 * has no pair is not added, nor whose username was taken meanwhile. Pairs are the lowest free ones that nobody else is taking (I1).
 */
export async function onboardMany(tx: Tx, ctx: Context, people: readonly NewPerson[]): Promise<{ added: Added[]; not: NotAdded[] }> {
  const wanting = people.filter((person) => person.device !== null).length;
  const pairs = await tx.$queryRaw<FreePair[]>`
    SELECT pool_id AS "poolId", index, ipv4, ipv6 FROM address_pair
    WHERE state = 'free' ORDER BY pool_id, index LIMIT ${wanting} FOR UPDATE SKIP LOCKED`;
  let given = 0;
  const withPair = people.map((person) => ({ person, pair: person.device === null ? null : pairs[given++] }));
  const not: NotAdded[] = [];
  const wanted = withPair.filter(({ person, pair }) => {
    if (pair === undefined)
      not.push({ n: person.n, sentence: "The address pool has no free pair left. Make it larger, or remove devices." });
    return pair !== undefined;
  });

  const inserted = await insertUsers(
    tx,
    ctx,
    wanted.map(({ person }) => person),
  );
  const added: Added[] = [];
  const devices: (FreePair & { id: string; userId: string; name: string })[] = [];
  for (const { person, pair } of wanted) {
    const userId = inserted.get(person.username);
    if (!userId) {
      not.push({ n: person.n, sentence: `The username ${person.username} was taken meanwhile, and belongs to one person for ever.` });
      continue;
    }
    const deviceId = pair ? randomUUID() : null;
    if (pair && deviceId && person.device) devices.push({ ...pair, id: deviceId, userId, name: person.device });
    added.push({ ...person, userId, deviceId, ipv4: pair?.ipv4 ?? null, ipv6: pair?.ipv6 ?? null });
  }
  await insertDevices(tx, ctx, devices);
  await noteSearchTermsOfMany(
    tx,
    added.map(({ userId, name, username, email }) => ({ id: userId, name, username, email })),
  );
  return { added, not };
}

/** In the order of their names, so that two imports which meet wait for each other instead of dying. */
async function insertUsers(tx: Tx, ctx: Context, people: readonly NewPerson[]): Promise<Map<string, string>> {
  const rows = await tx.$queryRaw<{ id: string; username: string }[]>`
    INSERT INTO "user" (id, username, name, email, created_at)
    SELECT gen_random_uuid(), p.username, p.name, p.email, ${ctx.now()}
    FROM unnest(${people.map((one) => one.username)}::text[], ${people.map((one) => one.name)}::text[], ${people.map((one) => one.email)}::text[])
      AS p(username, name, email)
    ORDER BY p.username
    ON CONFLICT (username) DO NOTHING RETURNING id, username`;
  return new Map(rows.map((row) => [row.username, row.id]));
}

async function insertDevices(
  tx: Tx,
  ctx: Context,
  devices: readonly (FreePair & { id: string; userId: string; name: string })[],
): Promise<void> {
  if (devices.length === 0) return;
  const createdAt = ctx.now();
  // As SQL: Prisma takes a hundred times as long to write a statement with a thousand parameters as PostgreSQL to do it.
  await tx.$executeRaw`
    INSERT INTO device (id, user_id, name, ipv4, ipv6, created_at)
    SELECT d.id, d.user_id, d.name, d.ipv4, d.ipv6, ${createdAt}
    FROM unnest(${devices.map((one) => one.id)}::uuid[], ${devices.map((one) => one.userId)}::uuid[], ${devices.map((one) => one.name)}::text[],
      ${devices.map((one) => one.ipv4)}::text[], ${devices.map((one) => one.ipv6)}::text[]) AS d(id, user_id, name, ipv4, ipv6)`;
  await tx.$executeRaw`
    UPDATE address_pair SET state = 'assigned', device_id = d.id
    FROM unnest(${devices.map((one) => one.poolId)}::int[], ${devices.map((one) => one.index)}::int[], ${devices.map((one) => one.id)}::uuid[])
      AS d(pool_id, index, id)
    WHERE address_pair.pool_id = d.pool_id AND address_pair.index = d.index`;
}
