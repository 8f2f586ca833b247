import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { chainHash, GENESIS, type ChainedEntry } from "../lib/core/audit";
import { startEmbedded } from "../scripts/database/embedded.mjs";
import { migrate } from "../scripts/database/migrate.mjs";
import { installQueue } from "../scripts/database/queue.mjs";
import { temporaryFolder } from "./portal";

const TEMPLATE = "HOMEPORT_TEST_DATABASE";

export type Database = {
  url: string;
  /** PostgreSQL's own log. */
  log: string;
  rows: <T extends pg.QueryResultRow>(sql: string, values?: unknown[]) => Promise<T[]>;
  close: () => Promise<void>;
};

/** Before all tests: one PostgreSQL with all migrations, at rest, which each test's own begins as a copy of. */
export default async function makeTemplate(): Promise<() => void> {
  const folder = temporaryFolder();
  const dir = path.join(folder, "database");
  const server = await startEmbedded({ dir });
  await migrate(server.url());
  await installQueue(server.url());
  await server.stop();
  process.env[TEMPLATE] = dir;
  return () => rmSync(folder, { recursive: true, force: true });
}

/** A PostgreSQL of the test's own, which portals are pointed at by DATABASE_URL and which the test can look into. */
export async function startDatabase(settings: Record<string, string> = {}): Promise<Database> {
  const folder = temporaryFolder();
  const dir = path.join(folder, "database");
  const template = process.env[TEMPLATE];
  if (template) execFileSync("cp", ["-a", template, dir]);
  const server = await startEmbedded({ dir, settings });
  const pool = new pg.Pool({ connectionString: server.url(), max: 2 });
  pool.on("error", () => undefined); // a connection that rests when the server stops
  return {
    url: server.url(),
    log: path.join(dir, "pg.log"),
    rows: async <T extends pg.QueryResultRow>(sql: string, values?: unknown[]) => (await pool.query<T>(sql, values)).rows,
    close: async () => {
      await pool.end();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Walks the audit chain as it stands in the table (I10): what is wrong with it, or null. */
export async function brokenChain(database: Database): Promise<string | null> {
  const rows = await database.rows<Omit<ChainedEntry, "seq"> & { seq: string; hash: string }>("SELECT * FROM audit_entry ORDER BY seq");
  let previous = GENESIS;
  for (const [i, row] of rows.entries()) {
    const { hash, ...entry } = { ...row, seq: BigInt(row.seq) };
    if (entry.seq !== BigInt(i + 1) || entry.previous !== previous || chainHash(entry) !== hash)
      return `entry ${row.seq} of ${rows.length}`;
    previous = hash;
  }
  const [cluster] = await database.rows<{ audit_seq: string; audit_head: string }>("SELECT audit_seq, audit_head FROM cluster");
  return cluster?.audit_seq === String(rows.length) && cluster.audit_head === previous
    ? null
    : `the cluster says ${cluster?.audit_seq}, there are ${rows.length}`;
}
