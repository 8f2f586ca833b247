// For tests: many users at once, as an import leaves them, by SQL.
import type { PrismaClient } from "@/generated/prisma/client";
import { searchTermsOf } from "./search-terms";

const FIRST = ["Ann", "Bob", "Élodie", "dmitri", "Zoë", "Fatima"];
const LAST = ["Smith", "Becker", "García", "López", "Okafor", "Tanaka", "Weber"];

/** Users `prefix0`, `prefix1` … with one device each in 172.16.0.0/12. Every seventh is suspended, every ninth leaves. */
export async function seedUsers(db: PrismaClient, count: number, prefix = "u"): Promise<void> {
  const people = Array.from({ length: count }, (_, n) => ({
    username: `${prefix}${n}`,
    name: `${FIRST[n % FIRST.length]} ${LAST[n % LAST.length]}`,
    email: `${prefix}${n}@example.org`,
  }));
  for (let from = 0; from < count; from += 5_000) {
    const some = people.slice(from, from + 5_000);
    const ids = await db.$queryRaw<{ id: string }[]>`
      INSERT INTO "user" (id, username, name, email, state, created_at, leaves_at)
      SELECT gen_random_uuid(), username, name, email, (CASE WHEN n % 7 = 0 THEN 'suspended' ELSE 'active' END)::"UserState",
        now() - interval '1 minute' * n, CASE WHEN n % 9 = 0 THEN now() + interval '9 days' END
      FROM unnest(${some.map((one) => one.username)}::text[], ${some.map((one) => one.name)}::text[], ${some.map((one) => one.email)}::text[])
        WITH ORDINALITY t(username, name, email, n) RETURNING id::text`;
    const terms = some.flatMap((one, i) => searchTermsOf(one).map((term) => ({ term, id: ids[i]?.id ?? "" })));
    await db.$executeRaw`INSERT INTO search_term (term, user_id)
      SELECT * FROM unnest(${terms.map(({ term }) => term)}::text[], ${terms.map(({ id }) => id)}::uuid[])`;
    await db.$executeRaw`
      INSERT INTO device (id, user_id, name, created_at, ipv4, ipv6)
      SELECT gen_random_uuid(), id, 'laptop', now(), '172.16.' || (n / 250) || '.' || (n % 250), 'fd7a:1::' || to_hex(n)
      FROM (SELECT id::uuid, n + ${from}::int AS n FROM unnest(${ids.map(({ id }) => id)}::text[]) WITH ORDINALITY t(id, n)) x WHERE n % 11 <> 0`;
  }
  await db.$executeRaw`
    INSERT INTO invitation (id, device_id, token_hash, created_at, created_by, expires_at)
    SELECT gen_random_uuid(), id, id::text, now(), 'seed', now() + interval '3 days' FROM device d
    WHERE NOT EXISTS (SELECT 1 FROM invitation i WHERE i.device_id = d.id) AND ipv4 LIKE '172.16.%2'`;
}
