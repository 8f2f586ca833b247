import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { openPlans, type Plans } from "@/lib/db/plans-for-tests";
import { addEnrolledNode, as, newCluster } from "@/lib/lifecycle/cluster-for-tests";
import { listUsers } from "./list-users";
import { matchingUsernames } from "./matching-usernames";
import { UserFilter, USER_SORTS, UsersQuery } from "./user-filter";
import { seedUsers } from "./users-for-tests";

const MANY = 15_000;
let plans: Plans;
let admin: Actor;

beforeAll(async () => {
  plans = await openPlans();
  admin = await newCluster();
  // What PostgreSQL knows is this test's matter, and not a question of when autovacuum comes by.
  await plans.client.$executeRaw`ALTER TABLE "user" SET (autovacuum_enabled = false)`;
  await seedUsers(plans.client, MANY / 3, "a");
  await plans.client.$executeRaw`ANALYZE`;
  await seedUsers(plans.client, (MANY / 3) * 2);
  const node = await addEnrolledNode(as(admin), "vpn1");
  await plans.client.$executeRaw`
    INSERT INTO vpn_session (node_id, client_id, common_name, source, since, bytes_in, bytes_out)
    SELECT ${node.id}::uuid, n, 'u' || (n / 3 * 5) || '.laptop.' || (n % 3 + 1), '203.0.113.9:5', now(), 0, 0 FROM generate_series(1, 3000) n`;
}, 240_000);
afterAll(() => plans.server.end());

async function worst(query: object): Promise<{ rows: number; sql: string }> {
  const most = await plans.worst(() => listUsers(as(admin), UsersQuery.parse(query)));
  expect(most.asked.filter(({ query: sql }) => sql.includes("enable_seqscan"))).toHaveLength(1);
  return most;
}

const SEARCHES = ["ann", "ann smith", "a", "example.org", "u77", "172.16.2", "fd7a:1::a", "u77.laptop", "00", "0a1b2c3", "nobody at all"];

/** Every filter alone, and combinations of two to five of them, from those that many match to those that nobody does. */
const FILTERS: object[] = [
  {},
  { state: "active" },
  { state: "suspended" },
  { state: "offboarded" },
  { connected: "yes" },
  { connected: "no" },
  { invitation: "unused" },
  { invitation: "none" },
  { leaves: "soon" },
  { leaves: "yes" },
  { leaves: "no" },
  { devices: "none" },
  { devices: "some" },
  { state: "active", invitation: "unused" },
  { state: "suspended", leaves: "soon" },
  { connected: "yes", invitation: "unused" },
  { connected: "yes", leaves: "yes" },
  { state: "active", connected: "no", devices: "some" },
  { state: "suspended", invitation: "unused", leaves: "yes" },
  { state: "active", connected: "yes", invitation: "unused", leaves: "soon", devices: "some" },
];

const FORGET = `DELETE FROM pg_statistic WHERE starelid = '"user"'::regclass; UPDATE pg_class SET reltuples = -1, relpages = 0 WHERE oid = '"user"'::regclass`;
/** Rows that lie in an order make that order's index the cheapest, also for those who must filter what it gives. */
const KNOWING = {
  "when PostgreSQL knows the first third": "",
  "when it knows nothing": FORGET,
  "when it knows": "ANALYZE",
  "when their rows lie in the order of usernames": 'CLUSTER "user" USING user_username_key; ANALYZE',
};

test.each(Object.entries(KNOWING))(
  `portal.5 with ${MANY} users no query of the list reads more than 200 rows, %s`,
  async (_when, make) => {
    await plans.server.query(make);
    // How a search reads is the same whatever it is filtered by: most of them are met with three.
    const queries: object[] = FILTERS.flatMap((filter, i) => [
      ...USER_SORTS.map((sort) => ({ ...filter, sort })),
      ...(i % 7 === 0 ? SEARCHES : ["ann", "example.org", "172.16.2"]).map((search) => ({ ...filter, search })),
    ]);
    // Without statistics PostgreSQL guesses the same of every filter: each third query is enough of that.
    for (const query of queries.filter((_query, i) => process.env.PROVE || i % (make === "ANALYZE" ? 2 : 3) === 0)) {
      const { next } = await listUsers(as(admin), UsersQuery.parse(query));
      for (const cursor of next ? [undefined, next] : [undefined]) {
        const { rows, sql } = await worst({ ...query, cursor });
        expect(rows, `${JSON.stringify(query)}: ${sql}`).toBeLessThanOrEqual(200);
      }
    }
    for (const filter of FILTERS) {
      const { rows, sql } = await plans.worst(async () => {
        const batches = matchingUsernames(UserFilter.parse(filter), new Date(), "search");
        // The second batch begins in the middle, as all others do.
        for (let n = 0; n < 2; n++) await batches.next();
      });
      expect(rows, `all that match ${JSON.stringify(filter)}: ${sql}`).toBeLessThanOrEqual(200);
    }
  },
  240_000,
);
