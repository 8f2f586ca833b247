import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "@/generated/prisma/client";
import { env } from "@/lib/env";

type Plan = {
  "Node Type": string;
  "Relation Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  Plans?: Plan[];
};
type Asked = { query: string; params: unknown[] };
const NOTHING: Plan = { "Node Type": "", "Actual Rows": 0, "Actual Loops": 0 };

export type Plans = {
  client: PrismaClient;
  server: pg.Client;
  /** The query of this work that read the most rows of tables, and all that it asked. */
  worst: (work: () => Promise<unknown>) => Promise<{ rows: number; sql: string; asked: readonly Asked[] }>;
};

/** From now on every verb's queries are heard, to be asked once more for how PostgreSQL does them. */
export async function openPlans(): Promise<Plans> {
  let asked: Asked[] = [];
  const client = new PrismaClient({
    adapter: new PrismaPg({ connectionString: env().databaseUrl, max: 4 }),
    log: [{ emit: "event", level: "query" }],
  });
  client.$on("query", ({ query, params }) => asked.push({ query, params: JSON.parse(params) as unknown[] }));
  // The client that lib/db/client.ts would make, with an ear.
  Object.assign(globalThis, { homeportPrisma: client });
  const server = new pg.Client({ connectionString: env().databaseUrl });
  await server.connect();
  return {
    client,
    server,
    worst: async (work) => {
      asked = [];
      await work();
      const heard = asked;
      let most = { rows: 0, sql: "" };
      // As they ran: in their transaction, with its settings.
      await server.query("BEGIN");
      for (const { query: sql, params } of heard) {
        if (!/^\s*(SELECT|WITH)/i.test(sql)) continue;
        const { rows } = await server.query<{ "QUERY PLAN": [{ Plan: Plan }] }>(`EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`, params);
        const read = rowsRead(rows[0]?.["QUERY PLAN"][0].Plan ?? NOTHING);
        if (read > most.rows) most = { rows: read, sql };
      }
      await server.query("COMMIT");
      return { ...most, asked: heard };
    },
  };
}

/** The rows that a query's scans really read, by EXPLAIN ANALYZE. */
function rowsRead(plan: Plan): number {
  const scans = plan["Node Type"].endsWith("Scan") && plan["Relation Name"] !== undefined;
  const own = scans ? (plan["Actual Rows"] + (plan["Rows Removed by Filter"] ?? 0)) * plan["Actual Loops"] : 0;
  return own + (plan.Plans ?? []).reduce((sum, inner) => sum + rowsRead(inner), 0);
}
