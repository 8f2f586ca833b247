import { randomUUID } from "node:crypto";
import { mkdtempSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { inject } from "vitest";

declare module "vitest" {
  export interface ProvidedContext {
    /** The test run's PostgreSQL (scripts/test/postgres-for-tests.mjs), at its database `postgres`. */
    postgres: string;
    /** A folder that goes with the run. */
    temporary: string;
  }
}

/** A fresh migrated database of the test run's PostgreSQL. */
export async function newDatabase(): Promise<{ url: string }> {
  const server = inject("postgres");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name} TEMPLATE template_homeport`);
  await admin.end();
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href };
}

let mine: Promise<{ url: string }> | undefined;

/**
 * This test file's own database, named in the environment as the start script would name it. It runs before a test
 * file's imports (vitest.config.ts), so that a static import of the Prisma client finds it there.
 */
export function testDatabase(): Promise<{ url: string }> {
  return (mine ??= prepare());
}

async function prepare() {
  const database = await newDatabase();
  Object.assign(process.env, {
    DATABASE_URL: database.url,
    HOMEPORT_KEK: Buffer.alloc(32, 7).toString("base64"),
    HOMEPORT_URL: "http://localhost:3000",
    HOMEPORT_DATA: mkdtempSync(path.join(inject("temporary"), "data-")),
  });
  return database;
}
