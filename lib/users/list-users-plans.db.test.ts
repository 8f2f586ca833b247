import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PrismaClient } from "@/generated/prisma/client";
import type { Actor } from "@/lib/core/context";
import { env } from "@/lib/env";
import { addEnrolledNode, as, newCluster } from "@/lib/lifecycle/cluster-for-tests";
import { listUsers } from "./list-users";
import { USER_KINDS, USER_SORTS, UsersQuery } from "./user-filter";
import { seedUsers } from "./users-for-tests";

type Plan = {
  "Node Type": string;
  "Relation Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  Plans?: Plan[];
};
type Asked = { query: string; params: unknown[] };

const MANY = 15_000;
let asked: Asked[] = [];
let server: pg.Client;
let admin: Actor;

beforeAll(async () => {
  const watched = new PrismaClient({
    adapter: new PrismaPg({ connectionString: env().databaseUrl, max: 4 }),
    log: [{ emit: "event", level: "query" }],
  });
  watched.$on("query", ({ query, params }) => asked.push({ query, params: JSON.parse(params) as unknown[] }));
  // The client that lib/db/client.ts would make, with an ear.
  Object.assign(globalThis, { homeportPrisma: watched });
  admin = await newCluster();
  await seedUsers(watched, MANY);
  const node = await addEnrolledNode(as(admin), "vpn1");
  await watched.$executeRaw`
    INSERT INTO vpn_session (node_id, client_id, common_name, source, since, bytes_in, bytes_out)
    SELECT ${node.id}::uuid, n, 'u' || (n / 3 * 5) || '.laptop.' || (n % 3 + 1), '203.0.113.9:5', now(), 0, 0 FROM generate_series(1, 3000) n`;
  server = new pg.Client({ connectionString: env().databaseUrl });
  await server.connect();
}, 240_000);
afterAll(() => server.end());

const SCAN = /Scan$/;
/** The rows that a query's scans really read, by EXPLAIN ANALYZE. */
function rowsRead(plan: Plan): number {
  const own =
    SCAN.test(plan["Node Type"]) && plan["Relation Name"]
      ? (plan["Actual Rows"] + (plan["Rows Removed by Filter"] ?? 0)) * plan["Actual Loops"]
      : 0;
  return own + (plan.Plans ?? []).reduce((sum, inner) => sum + rowsRead(inner), 0);
}

async function worst(query: object): Promise<{ rows: number; sql: string }> {
  asked = [];
  await listUsers(as(admin), UsersQuery.parse(query));
  let most = { rows: 0, sql: "" };
  await server.query("BEGIN");
  for (const { query: sql, params } of asked) {
    // As it ran: in its transaction, with its settings.
    if (!/^\s*(SELECT|WITH)/i.test(sql)) continue;
    const { rows } = await server.query<{ "QUERY PLAN": [{ Plan: Plan }] }>(`EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`, params);
    const read = rowsRead(rows[0]?.["QUERY PLAN"][0].Plan ?? { "Node Type": "", "Actual Rows": 0, "Actual Loops": 0 });
    if (read > most.rows) most = { rows: read, sql };
  }
  await server.query("COMMIT");
  expect(asked.filter(({ query: sql }) => sql.includes("enable_seqscan"))).toHaveLength(1);
  return most;
}

const SEARCHES = ["ann", "ann smith", "a", "example.org", "u77", "172.16.2", "fd7a:1::a", "u77.laptop", "00", "0a1b2c3", "nobody at all"];

test.each(["before PostgreSQL knows how many there are", "when it knows"])(
  `portal.5 with ${MANY} users no query of the list reads more than 200 rows, %s`,
  async (when) => {
    if (when === "when it knows") await server.query("ANALYZE");
    const queries: object[] = [undefined, ...USER_KINDS].flatMap((show) => [
      ...USER_SORTS.map((sort) => ({ show, sort })),
      ...SEARCHES.map((search) => ({ show, search })),
    ]);
    for (const query of queries) {
      const { next } = await listUsers(as(admin), UsersQuery.parse(query));
      for (const cursor of next ? [undefined, next] : [undefined]) {
        const { rows, sql } = await worst({ ...query, cursor });
        expect(rows, `${JSON.stringify(query)}: ${sql}`).toBeLessThanOrEqual(200);
      }
    }
  },
  180_000,
);
