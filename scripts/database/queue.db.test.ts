import { randomUUID } from "node:crypto";
import pg from "pg";
import { expect, inject, test } from "vitest";
import { installQueue } from "./queue.mjs";

const admin = async (sql: string) => {
  const client = new pg.Client({ connectionString: inject("postgres") });
  await client.connect();
  await client.query(sql).finally(() => client.end());
};

/** A database of an account that is nobody special. */
async function newDatabase(owner: "owns it" | "may connect"): Promise<string> {
  const name = `q_${randomUUID().replaceAll("-", "")}`;
  await admin(`CREATE ROLE ${name} LOGIN PASSWORD 'secret' NOSUPERUSER NOCREATEDB NOCREATEROLE`);
  await admin(`CREATE DATABASE ${name}${owner === "owns it" ? ` OWNER ${name}` : ""}`);
  const url = new URL(inject("postgres"));
  Object.assign(url, { username: name, password: "secret", pathname: `/${name}` });
  return url.href;
}

const rows = async (url: string, sql: string) => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client
    .query(sql)
    .then((result) => result.rows)
    .finally(() => client.end());
};
const QUEUES = "SELECT name, dead_letter, retry_limit FROM pgboss.queue ORDER BY name";

test("an ordinary account that owns its database makes the queue, twice at once and again later, and changes nothing then", async () => {
  const url = await newDatabase("owns it");
  await Promise.all([installQueue(url), installQueue(url)]);
  const made = await rows(url, QUEUES);
  expect(made).toEqual([
    { name: "mail", dead_letter: "mail-dead", retry_limit: 12 },
    { name: "mail-dead", dead_letter: null, retry_limit: 0 },
    { name: "webhook", dead_letter: "webhook-dead", retry_limit: 12 },
    { name: "webhook-dead", dead_letter: null, retry_limit: 0 },
  ]);
  await rows(url, "UPDATE pgboss.queue SET retry_limit = 3 WHERE name = 'mail'");
  await installQueue(url);
  expect(await rows(url, QUEUES)).toEqual(made);
});

test("an older version of pg-boss's schema is brought up to this one", async () => {
  const url = await newDatabase("owns it");
  await installQueue(url);
  const [{ version }] = await rows(url, "SELECT version FROM pgboss.version");
  const PgBoss = (await import("pg-boss")).default;
  await rows(url, PgBoss.getRollbackPlans("pgboss", version));
  expect((await rows(url, "SELECT version FROM pgboss.version"))[0].version).toBe(version - 1);
  await installQueue(url);
  expect((await rows(url, "SELECT version FROM pgboss.version"))[0].version).toBe(version);
});

test("an account that may not make a schema is told what it needs", async () => {
  await expect(installQueue(await newDatabase("may connect"))).rejects.toThrow(
    /must own the database or be allowed to make a schema in it/,
  );
});
