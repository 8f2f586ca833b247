import { beforeAll, expect, test } from "vitest";
import { GET } from "@/app/api/health/route";
import { closeDb, db } from "@/lib/db/client";
import { resignCrls } from "@/lib/jobs/resign-crls";
import { as, newCluster } from "./cluster-for-tests";
import { readHealth } from "./read-health";

const HOUR = 3_600_000;
const now = () => new Date();
const ask = () => GET(new Request("http://localhost:3000/api/health"), { params: Promise.resolve({}) });
beforeAll(async () => {
  expect(await readHealth(now())).toEqual({ live: true, ready: true, setUp: false, problems: [] });
  await newCluster();
});

test("ready with migrations, key, database and a fresh CRL; the route says 200 and nothing secret", async () => {
  expect(await readHealth(now())).toEqual({ live: true, ready: true, setUp: true, problems: [] });
  const answer = await ask();
  expect([answer.status, answer.headers.get("cache-control")]).toEqual([200, "no-store"]);
});

test("not ready when the CRL was signed more than 2 h ago; ready again when it was signed", async () => {
  await db().crl.updateMany({ data: { signedAt: new Date(Date.now() - 2 * HOUR - 60_000) } });
  expect(await readHealth(now())).toMatchObject({
    live: true,
    ready: false,
    problems: [expect.stringContaining("more than two hours ago")],
  });
  expect((await ask()).status).toBe(503);
  expect(await resignCrls(as({ kind: "portal" }))).toBe(1);
  expect(await readHealth(now())).toMatchObject({ ready: true });
});

test("not ready when a migration is missing", async () => {
  const [last] = await db().$queryRaw<
    { migration_name: string; finished_at: Date }[]
  >`SELECT migration_name, finished_at FROM _prisma_migrations ORDER BY migration_name DESC LIMIT 1`;
  await db().$executeRaw`UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = ${last?.migration_name}`;
  expect(await readHealth(now())).toMatchObject({ ready: false, problems: [expect.stringContaining("Migrations are missing")] });
  await db().$executeRaw`UPDATE _prisma_migrations SET finished_at = now() WHERE migration_name = ${last?.migration_name}`;
});

test("not ready when the key-encryption key is another's, or does not open the secrets", async () => {
  await db().keyring.create({ data: { id: 1, installationId: crypto.randomUUID(), kekId: "0123456789abcdef" } });
  expect(await readHealth(now())).toMatchObject({ ready: false, problems: [expect.stringContaining("not this database's")] });
  await db().keyring.delete({ where: { id: 1 } });
  const { sealed } = await db().secret.findUniqueOrThrow({ where: { purpose: "bundle-signing-key" } });
  await db().secret.update({ where: { purpose: "bundle-signing-key" }, data: { sealed: new Uint8Array(sealed.length) } });
  expect(await readHealth(now())).toMatchObject({ ready: false, problems: [expect.stringContaining("does not open the secrets")] });
  await db().secret.update({ where: { purpose: "bundle-signing-key" }, data: { sealed } });
});

test("alive and not ready while the database is away", async () => {
  await db().$executeRaw`ALTER TABLE cluster RENAME TO cluster_away`;
  expect(await readHealth(now())).toEqual({ live: true, ready: false, setUp: false, problems: ["The database does not answer."] });
  await db().$executeRaw`ALTER TABLE cluster_away RENAME TO cluster`;
  expect(await readHealth(now())).toMatchObject({ ready: true });
  await closeDb();
});
