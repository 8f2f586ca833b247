import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { newDatabase } from "../../lib/db/test-database";
import { migrate } from "./migrate.mjs";

let folder = "";
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "homeport-migrations-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));
const migration = (name: string, sql: string) => {
  fs.mkdirSync(path.join(folder, name), { recursive: true });
  fs.writeFileSync(path.join(folder, name, "migration.sql"), sql);
};

async function query(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test("migrations apply once, also when two starts meet, and a failed one leaves nothing (I9)", async () => {
  const { url } = await newDatabase();
  await query(url, `DELETE FROM "_prisma_migrations"`);
  migration("1_boats", "CREATE TABLE boats (id int)");
  migration("2_berths", "CREATE TABLE berths (id int); INSERT INTO berths VALUES (1)");
  const both = await Promise.all([migrate(url, folder), migrate(url, folder)]);
  expect(both.flatMap(({ applied }) => applied).sort()).toEqual(["1_boats", "2_berths"]);
  expect(await query(url, "SELECT id FROM berths")).toHaveLength(1);

  migration("3_broken", "CREATE TABLE buoys (id int); SELECT nonsense");
  await expect(migrate(url, folder)).rejects.toThrow(/"3_broken" could not be applied, and nothing of it was/);
  expect(await query(url, "SELECT to_regclass('buoys') AS buoys")).toEqual([{ buoys: null }]);
});
