import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { startEmbedded } from "../database/embedded.mjs";
import { migrate } from "../database/migrate.mjs";
import { installQueue } from "../database/queue.mjs";

export const TEMPLATE = "template_homeport";

/**
 * vitest's global setup for the project `db`: one PostgreSQL for the whole run, and one migrated database that
 * each test file's own is copied from.
 * @param {{ provide: (key: "postgres" | "temporary", value: string) => void }} project
 */
export default async function setup({ provide }) {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "homeport-db-"));
  // Nothing here must survive a power cut; everything else is PostgreSQL as it always is.
  const settings = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "300" };
  const postgres = await startEmbedded({ dir, settings });
  const stop = async () => {
    await postgres.stop();
    fs.rmSync(dir, { recursive: true, force: true });
  };
  try {
    const admin = new pg.Client({ connectionString: postgres.url("postgres") });
    await admin.connect();
    await admin.query(`CREATE DATABASE ${TEMPLATE}`);
    await migrate(postgres.url(TEMPLATE));
    await installQueue(postgres.url(TEMPLATE));
    await admin.end();
  } catch (error) {
    await stop();
    throw error;
  }
  provide("postgres", postgres.url("postgres"));
  provide("temporary", dir);
  return stop;
}
