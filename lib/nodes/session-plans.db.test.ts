import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PrismaClient } from "@/generated/prisma/client";
import type { Actor } from "@/lib/core/context";
import { env } from "@/lib/env";
import { addEnrolledNode, as, newCluster } from "@/lib/lifecycle/cluster-for-tests";
import { seedUsers } from "@/lib/users/users-for-tests";
import { listPastSessions } from "./list-past-sessions";
import { listVpnSessions } from "./list-vpn-sessions";
import { PastQuery, SessionQuery } from "./session-filter";

type Plan = {
  "Node Type": string;
  "Relation Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  Plans?: Plan[];
};
type Asked = { query: string; params: unknown[] };

const MANY = 6_000;
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
  for (const name of ["vpn1", "vpn2", "vpn3"]) await addEnrolledNode(as(admin), name);
  await watched.$executeRaw`
    INSERT INTO vpn_session (node_id, client_id, common_name, ipv4, ipv6, source, since, bytes_in, bytes_out)
    SELECT n.id, i, 'u' || i || '.laptop.1', '172.16.' || i / 250 || '.' || i % 250, 'fd7a:1::' || to_hex(i), '203.0.113.9:' || i, now() - i * interval '1 s', 0, 0
    FROM generate_series(1, 4000) i JOIN (SELECT id, row_number() OVER () AS at FROM node) n ON n.at = i % 3 + 1`;
  await watched.$executeRaw`
    INSERT INTO past_vpn_session (id, node_id, common_name, since, until, bytes_in, bytes_out)
    SELECT gen_random_uuid(), node_id, common_name, since, since + h * interval '1 h', 0, 0 FROM vpn_session, generate_series(1, 3) h`;
  server = new pg.Client({ connectionString: env().databaseUrl });
  await server.connect();
}, 240_000);
afterAll(() => server.end());

/** The rows that a query's scans really read, by EXPLAIN ANALYZE. */
function rowsRead(plan: Plan): number {
  const scans = plan["Node Type"].endsWith("Scan") && plan["Relation Name"] !== undefined;
  const own = scans ? (plan["Actual Rows"] + (plan["Rows Removed by Filter"] ?? 0)) * plan["Actual Loops"] : 0;
  return own + (plan.Plans ?? []).reduce((sum, inner) => sum + rowsRead(inner), 0);
}

async function worst(list: () => Promise<unknown>): Promise<{ rows: number; sql: string }> {
  asked = [];
  await list();
  let most = { rows: 0, sql: "" };
  await server.query("BEGIN");
  for (const { query: sql, params } of asked) {
    if (!/^\s*(SELECT|WITH)/i.test(sql)) continue;
    const { rows } = await server.query<{ "QUERY PLAN": [{ Plan: Plan }] }>(`EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`, params);
    const read = rowsRead(rows[0]?.["QUERY PLAN"][0].Plan ?? { "Node Type": "", "Actual Rows": 0, "Actual Loops": 0 });
    if (read > most.rows) most = { rows: read, sql };
  }
  await server.query("COMMIT");
  return most;
}

const now = (query: object) => listVpnSessions(as(admin), SessionQuery.parse(query));
const past = (query: object) => listPastSessions(as(admin), PastQuery.parse(query));

test.each<[string, (query: object) => Promise<{ next: string | null }>, object[]]>([
  [
    "of now",
    now,
    [
      ...["since", "name"].flatMap((sort) =>
        ["asc", "desc"].flatMap((order) => [{}, { node: "vpn2" }, { site: "Main" }].map((of) => ({ ...of, sort, order }))),
      ),
      ...["u77", "u", "ann", "ann smith", "172.16.2", "203.0.113.9:1", "fd7a:1::a", "nobody"].map((search) => ({ search })),
    ],
  ],
  [
    "that have ended",
    past,
    [
      {},
      { node: "vpn1" },
      { search: "u77" },
      { search: "u" },
      { from: "2026-01-01", to: "2030-01-01" },
      { node: "vpn2", to: "2030-01-01" },
    ],
  ],
])(
  "portal.5 no query of the list of VPN sessions %s reads more than 200 rows",
  async (_which, list, queries) => {
    await server.query("ANALYZE");
    for (const query of queries) {
      const { next } = await list(query);
      for (const cursor of next ? [undefined, next] : [undefined]) {
        const { rows, sql } = await worst(() => list({ ...query, cursor }));
        expect(rows, `${JSON.stringify(query)}: ${sql}`).toBeLessThanOrEqual(200);
      }
    }
  },
  120_000,
);
