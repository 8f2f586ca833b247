import pg from "pg";
import { expect, test } from "vitest";
import { newDatabase } from "../../lib/db/test-database";

test("each test file has a migrated database of its own on a real PostgreSQL", async () => {
  const mine = process.env.DATABASE_URL;
  expect((await newDatabase()).url).not.toBe(mine);
  const client = new pg.Client({ connectionString: mine });
  await client.connect();
  const { rows } = await client.query(
    "SELECT current_setting('server_version_num')::int AS version, count(*)::int AS n FROM _prisma_migrations",
  );
  await client.end();
  expect(rows[0].version).toBeGreaterThanOrEqual(180000);
});
