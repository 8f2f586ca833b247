import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import pg from "pg";
import { Refusal } from "../refusal.mjs";

export const MIGRATIONS = path.resolve(import.meta.dirname, "../../prisma/migrations");
// Any fixed number will do: two portals that start together migrate one after the other.
const LOCK = 4_207_849_484;

/** Prisma's own table, so that `prisma migrate status` and `deploy` agree with what happened here. */
const TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`;

/** @typedef {{ name: string, sql: string, checksum: string }} Migration */

/** @param {string} folder @returns {Migration[]} in the order in which they apply */
export function readMigrations(folder) {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = fs.readFileSync(path.join(folder, name, "migration.sql"), "utf8");
      return { name, sql, checksum: crypto.createHash("sha256").update(sql).digest("hex") };
    });
}

/**
 * What is still to be applied, or a refusal: a database may never be newer than, or other than, the code.
 * @param {Migration[]} ours @param {{ name: string, checksum: string }[]} applied
 * @returns {Migration[]}
 */
export function pending(ours, applied) {
  const known = new Map(ours.map((migration) => [migration.name, migration]));
  const unknown = applied.find(({ name }) => !known.has(name));
  if (unknown) {
    throw new Refusal(
      `The database is newer than this code: it has had the migration "${unknown.name}", which is not here. Start the version of Homeport that made it, or a later one.`,
    );
  }
  const other = applied.find(({ name, checksum }) => known.get(name)?.checksum !== checksum);
  if (other) {
    throw new Refusal(
      `The migration "${other.name}" has been changed since this database had it. Put prisma/migrations/${other.name}/migration.sql back as it was.`,
    );
  }
  const done = new Set(applied.map(({ name }) => name));
  return ours.filter(({ name }) => !done.has(name));
}

/**
 * Applies prisma/migrations to a database, each in a transaction of its own.
 * @param {string} url @param {string} [folder]
 * @returns {Promise<{ applied: string[] }>}
 */
export async function migrate(url, folder = MIGRATIONS) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [LOCK]);
    await client.query(TABLE);
    const { rows } = await client.query(
      `SELECT migration_name AS name, checksum FROM "_prisma_migrations" WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
    );
    const applied = [];
    for (const migration of pending(readMigrations(folder), rows)) {
      await apply(client, migration);
      applied.push(migration.name);
    }
    return { applied };
  } finally {
    await client.end();
  }
}

/** @param {pg.Client} client @param {Migration} migration */
async function apply(client, { name, sql, checksum }) {
  await client.query("BEGIN");
  try {
    await client.query(sql);
    await client.query(
      `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, now(), 1)`,
      [crypto.randomUUID(), checksum, name],
    );
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw new Refusal(
      `The migration "${name}" could not be applied, and nothing of it was: ${error instanceof Error ? error.message : error}`,
    );
  }
}
