import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { openPlans, type Plans } from "@/lib/db/plans-for-tests";
import { addEnrolledNode, as, newCluster } from "@/lib/lifecycle/cluster-for-tests";
import { seedUsers } from "@/lib/users/users-for-tests";
import { countOutdatedProfiles, listOutdatedProfiles } from "./list-outdated-profiles";
import { remoteListInForce } from "./read-remote-list";

const MANY = 12_000;
let plans: Plans;
let admin: Actor;

beforeAll(async () => {
  plans = await openPlans();
  admin = await newCluster();
  await addEnrolledNode(as(admin), "vpn1");
  await seedUsers(plans.client, MANY);
  const { key } = await remoteListInForce();
  // Most have the list in force; some have one of two others, before and behind it, or none is known.
  await plans.client.$executeRaw`
    INSERT INTO certificate (serial, kind, authority_id, common_name, device_id, spki_sha256, not_before, not_after, reserved_at, issued_at, revision, profile_remotes)
    SELECT 'x' || n, 'device', (SELECT id FROM authority WHERE kind = 'issuing'), u.username || '.laptop.1', d.id, 's' || n, now(), now() + interval '800 days', now(), now(), 1,
      CASE WHEN n % 50 = 0 THEN repeat('0', 64) WHEN n % 50 = 1 THEN repeat('f', 64) WHEN n % 50 = 2 THEN NULL ELSE ${key} END
    FROM (SELECT id, user_id, row_number() OVER (ORDER BY id) AS n FROM device) d JOIN "user" u ON u.id = d.user_id`;
}, 240_000);
afterAll(() => plans.server.end());

test.each(["before PostgreSQL knows how many there are", "when it knows"])(
  `portal.5 with ${MANY} users no query of outdated profiles reads more than 200 rows, %s`,
  async (when) => {
    if (when === "when it knows") await plans.server.query("ANALYZE");
    for (let cursor: string | undefined, page = 0; page < 4; page++) {
      const { rows, sql } = await plans.worst(() => listOutdatedProfiles(as(admin), { cursor }));
      expect(rows, sql).toBeLessThanOrEqual(200);
      cursor = (await listOutdatedProfiles(as(admin), { cursor })).next ?? undefined;
    }
    const counted = await plans.worst(() => countOutdatedProfiles(as(admin)));
    expect(counted.rows, counted.sql).toBeLessThanOrEqual(200);
  },
);

test("every outdated profile stands in the list once, there and back", async () => {
  const [row] = await plans.server
    .query<{ n: string }>(
      "SELECT count(*) AS n FROM certificate WHERE kind = 'device' AND revision IS NOT NULL AND coalesce(profile_remotes, '') <> (SELECT mode() WITHIN GROUP (ORDER BY profile_remotes) FROM certificate)",
    )
    .then(({ rows }) => rows);
  const there: string[] = [];
  let cursor: string | null = null;
  let last: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listOutdatedProfiles>> = await listOutdatedProfiles(as(admin), { cursor: cursor ?? undefined });
    there.push(...page.rows.map(({ commonName }) => commonName));
    expect([page.count, page.more]).toEqual([150, true]);
    last = page.previous;
    cursor = page.next;
  } while (cursor !== null);
  expect(new Set(there).size).toBe(there.length);
  expect(there.length).toBe(Number(row?.n));
  const back: string[] = [];
  while (last !== null) {
    const page: Awaited<ReturnType<typeof listOutdatedProfiles>> = await listOutdatedProfiles(as(admin), { cursor: last });
    back.unshift(...page.rows.map(({ commonName }) => commonName));
    last = page.previous;
  }
  expect(back).toEqual(there.slice(0, back.length));
  expect(back.length).toBeGreaterThan(there.length - 51);
});
