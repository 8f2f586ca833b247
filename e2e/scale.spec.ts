import { expect, test } from "@playwright/test";
import { statSync } from "node:fs";
import { startDatabase, type Database } from "./database";
import { startPortal, type Portal } from "./portal";
import { ask, setUpByProgram } from "./program";
import { PAGES_AT_SCALE, SEARCHES } from "./scale/addresses";
import { EXPLAIN_EVERYTHING, IN_A_HURRY, queriesIn } from "./scale/plans";
import { person } from "./scale/people";
import { seedCompany } from "./scale/seed-company";

const FEW = { users: 800, pool: { ipv4: "10.8.0.0/16", ipv6: "fd7a:6ca6:e640:8000::/64" } };
/** `npm run prove` asks with 100,000; `npm test` with as many as it has time for. */
const MANY = { users: process.env.PROVE ? 100_000 : 5_000, pool: { ipv4: "10.8.0.0/14", ipv6: "fd7a:6ca6:e640:8000::/64" } };
const THEM = MANY.users.toLocaleString("en-GB");
const ROUNDS = process.env.PROVE ? 9 : 3;
const MOST_ROWS = 200;
/** Below this the machine's own noise is all that is measured. */
const NOISE_MS = 4;

type Company = { portal: Portal; database: Database; cookie: string };
let few: Company;
let many: Company;

async function open({ users, pool }: typeof FEW): Promise<Company> {
  const database = await startDatabase({ ...IN_A_HURRY, ...EXPLAIN_EVERYTHING });
  const portal = await startPortal({ env: { DATABASE_URL: database.url } });
  const cookie = await setUpByProgram(portal, pool);
  await seedCompany(database, pool, users);
  // A change of the cluster adds up what the seed's statements counted.
  const added = await ask(portal.url, portal.url, "POST", "/api/v1/users", {
    body: { username: "last.one", name: "Last One" },
    headers: { cookie },
  });
  expect(added.status).toBe(201);
  return { portal, database, cookie };
}
const close = async (company: Company | undefined) => {
  await company?.portal.stop();
  await company?.database.close();
};

test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  test.setTimeout(600_000);
  few = await open(FEW);
  many = await open(MANY);
});
test.afterAll(async () => {
  await close(few);
  await close(many);
});

async function timed({ portal, cookie }: Company, path: string): Promise<number> {
  const began = performance.now();
  const answer = await fetch(new URL(path, portal.url), { headers: { cookie } });
  const text = await answer.text();
  expect(answer.status, `${path}: ${text.slice(0, 200)}`).toBe(200);
  return performance.now() - began;
}

/** The same person is in both companies. */
const known = person(412, FEW.pool, new Date());
const places = [...PAGES_AT_SCALE(known), ...SEARCHES(known)];

test(`portal.5 with ${THEM} users each list, search and detail page takes at most 3 times what it takes with 800`, async () => {
  test.setTimeout(600_000);
  const slow: string[] = [];
  for (const path of places) {
    // The first ones load what the portal needs for the page.
    for (let i = 0; i < 2; i++) await Promise.all([timed(few, path), timed(many, path)]);
    let [at800, atMany] = [Infinity, Infinity];
    const isSlow = () => atMany > 3 * Math.max(at800, NOISE_MS);
    // What else the machine does only adds: the fastest of each is the portal's own time, and one that seems slow is asked more often.
    for (let i = 0; i < ROUNDS || (isSlow() && i < 5 * ROUNDS); i++) {
      at800 = Math.min(at800, await timed(few, path));
      atMany = Math.min(atMany, await timed(many, path));
    }
    const told = `${path}: ${at800.toFixed(1)} ms with 800, ${atMany.toFixed(1)} ms with ${THEM} (${(atMany / at800).toFixed(2)} times)`;
    console.log(told);
    if (isSlow()) slow.push(told);
  }
  expect(slow).toEqual([]);
});

test("portal.5 no query of these pages reads more than 200 rows of a table, by PostgreSQL's own word", async () => {
  test.setTimeout(300_000);
  await many.database.rows("ALTER SYSTEM SET auto_explain.log_min_duration = 0");
  await many.database.rows("SELECT pg_reload_conf()");
  const from = statSync(many.database.log).size;
  for (const path of places) await timed(many, path);
  await many.database.rows("ALTER SYSTEM RESET auto_explain.log_min_duration");
  await many.database.rows("SELECT pg_reload_conf()");
  const queries = queriesIn(many.database.log, from);
  expect(queries.length).toBeGreaterThan(places.length * 3);
  const greedy = queries.filter((query) => query.rows > MOST_ROWS);
  console.log(`${queries.length} queries; the most that one read of a table: ${Math.max(...queries.map((query) => query.rows))} rows`);
  expect([...new Set(greedy.map((query) => `${query.rows} rows of ${query.relation}: ${query.text}`))]).toEqual([]);
});

test("portal.5 the users page has at most 200 KB of compressed JavaScript, and 50 rows", async ({ browser }) => {
  const context = await browser.newContext();
  await context.addCookies(
    many.cookie.split("; ").map((one) => {
      const [name = "", ...value] = one.split("=");
      return { name, value: value.join("="), url: many.portal.url };
    }),
  );
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  const scripts = new Set<string>();
  let bytes = 0;
  session.on("Network.responseReceived", ({ requestId, type }) => type === "Script" && scripts.add(requestId));
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => scripts.has(requestId) && (bytes += encodedDataLength));
  await page.goto(`${many.portal.url}/users`);
  await page.waitForLoadState("networkidle");
  await expect(page.getByRole("table", { name: "Users" }).getByRole("row")).toHaveCount(51);
  console.log(`The users page: ${Math.round(bytes / 1024)} KB of compressed JavaScript in ${scripts.size} files`);
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes).toBeLessThanOrEqual(200 * 1024);
  await context.close();
});
