import { randomUUID } from "node:crypto";
import { mkdtempSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { inject } from "vitest";
import { closeDb } from "@/lib/db/client";
import { closeListener } from "@/lib/db/listen";
import { closeQueue } from "@/lib/mail/queue";

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

/**
 * Gives a test file its own database, named in the environment as the start script would name it. It runs before the file's imports
 * (vitest.config.ts), so that a static import of the Prisma client finds it there.
 */
export async function giveDatabase(): Promise<void> {
  const database = await newDatabase();
  Object.assign(process.env, {
    DATABASE_URL: database.url,
    HOMEPORT_KEK: Buffer.alloc(32, 7).toString("base64"),
    HOMEPORT_URL: "http://localhost:3000",
    HOMEPORT_DATA: mkdtempSync(path.join(inject("temporary"), "data-")),
  });
}

/** After a test file: the files of a thread share its modules, and the next one's portal begins without what this one's process had. */
export async function forgetProcess(): Promise<void> {
  await closeListener();
  await closeQueue();
  await closeDb();
  for (const name of Object.keys(globalThis)) if (name.startsWith("homeport")) Reflect.deleteProperty(globalThis, name);
}
