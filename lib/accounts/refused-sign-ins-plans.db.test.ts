import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { openPlans, type Plans } from "@/lib/db/plans-for-tests";
import { as, newCluster } from "@/lib/lifecycle/cluster-for-tests";
import { listRefusedSignIns } from "./list-refused-sign-ins";
import { claimAttempt } from "./sign-in-limit";

const MANY = 8_000;
let plans: Plans;
let admin: Actor;
let account: string;

beforeAll(async () => {
  plans = await openPlans();
  admin = await newCluster();
  account = (await db().account.findFirstOrThrow()).id;
  // What PostgreSQL knows is what the tests say.
  await plans.server.query("ALTER TABLE security_event SET (autovacuum_enabled = false)");
}, 120_000);
afterAll(() => plans.server.end());

const refused = (days: number, whose: string | null) => plans.client.$executeRaw`
  INSERT INTO security_event (id, at, kind, source, detail, account_id)
  SELECT gen_random_uuid(), now() - ${days} * interval '1 day' - i * interval '1 second', 'sign-in.refused', '203.0.113.9', 'x', ${whose}::uuid
  FROM generate_series(1, ${MANY}) i`;

test.each(["before PostgreSQL knows of any", "when it knows of those that were about one account alone", "when it knows all"])(
  "portal.5 no query of refused sign-ins reads more than 200 rows, %s",
  async (when) => {
    await db().securityEvent.deleteMany();
    await refused(9, account);
    if (when === "when it knows of those that were about one account alone") await plans.server.query("ANALYZE security_event");
    await refused(1, null);
    if (when === "when it knows all") await plans.server.query("ANALYZE security_event");
    for (const asked of [{}, { account }]) {
      for (let cursor: string | undefined, page = 0; page < 3; page++) {
        const { rows, sql } = await plans.worst(() => listRefusedSignIns(as(admin), { ...asked, cursor }));
        expect(rows, sql).toBeLessThanOrEqual(200);
        cursor = (await listRefusedSignIns(as(admin), { ...asked, cursor })).next ?? undefined;
        expect(cursor).toBeDefined();
      }
    }
    const { rows, sql } = await plans.worst(() => claimAttempt(as({ kind: "nobody" }), "nobody@example.org"));
    expect(rows, sql).toBeLessThanOrEqual(200);
  },
);
