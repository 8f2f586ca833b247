import pg from "pg";
import { expect, test } from "vitest";
import { newDatabase, testDatabase } from "../../lib/db/test-database";

test("each test file has a migrated database of its own on a real PostgreSQL", async () => {
  const [mine, other] = [await testDatabase(), await newDatabase()];
  expect(process.env.DATABASE_URL).toBe(mine.url);
  expect(other.url).not.toBe(mine.url);
  const client = new pg.Client({ connectionString: mine.url });
  await client.connect();
  const { rows } = await client.query(
    "SELECT current_setting('server_version_num')::int AS version, count(*)::int AS n FROM _prisma_migrations",
  );
  await client.end();
  expect(rows[0].version).toBeGreaterThanOrEqual(180000);
});
