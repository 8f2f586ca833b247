import { readFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { DATABASE } from "../../../scripts/database/embedded.mjs";

/** The portal's own embedded PostgreSQL, while it runs. */
export async function withDatabase<T>(data: string, work: (database: pg.Client) => Promise<T>): Promise<T> {
  const port = readFileSync(path.join(data, "pg/postmaster.pid"), "utf8").split("\n")[3]?.trim();
  const password = readFileSync(path.join(data, "pg-password"), "utf8").trim();
  const database = new pg.Client({ connectionString: `postgresql://${DATABASE}:${password}@127.0.0.1:${port}/${DATABASE}` });
  await database.connect();
  try {
    return await work(database);
  } finally {
    await database.end();
  }
}
