import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test, type Browser, type Page } from "@playwright/test";
import { startDatabase, type Database } from "../database";
import { builtRoutes } from "../matrix/routes";
import { startPortal, type Portal } from "../portal";
import { ADMIN, ask, setUpByProgram } from "../program";
import { seedCompany } from "../scale/seed-company";
import { PLACES, WITHOUT_ACCOUNT, type Company } from "./places";
import { goOnReporting, makeTrueToLife } from "./true-to-life";

const FOLDER = path.resolve(import.meta.dirname, "../../docs/screens");
const POOL = { ipv4: "10.8.0.0/16", ipv6: "fd7a:6ca6:e640:8000::/64" };
const WIDTHS = [1280, 768, 390];
const THEMES = ["light", "dark"] as const;

test("every page of the build has its place here", () => {
  expect([...Object.keys(PLACES), ...Object.keys(WITHOUT_ACCOUNT)].sort()).toEqual(builtRoutes().pages);
});

for (const rows of [3, 3_000]) {
  test(`each page with ${rows} users, at three widths and in both themes`, async ({ browser }) => {
    test.setTimeout(1_800_000);
    const database = await startDatabase();
    const portal = await startPortal({ env: { DATABASE_URL: database.url } });
    try {
      const cookie = await setUpByProgram(portal, POOL);
      await seedCompany(database, POOL, rows);
      const company = await whatThereIs(portal, cookie, database);
      await takeAll(browser, portal, company, rows, () => goOnReporting(database));
    } finally {
      await portal.stop();
      await database.close();
    }
  });
}

async function takeAll(browser: Browser, portal: Portal, company: Company, rows: number, goOn: () => Promise<void>): Promise<void> {
  for (const theme of THEMES) {
    for (const width of WIDTHS) {
      const folder = path.join(FOLDER, `${rows} users`, `${width} ${theme}`);
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      const context = await browser.newContext({ viewport: { width, height: width === 390 ? 844 : 900 }, colorScheme: theme });
      const page = await context.newPage();
      for (const [route, to] of Object.entries(WITHOUT_ACCOUNT)) await take(page, `${portal.url}${to}`, path.join(folder, fileOf(route)));
      await signIn(page, portal);
      for (const [route, to] of Object.entries(PLACES)) {
        await goOn();
        await take(page, `${portal.url}${to(company)}`, path.join(folder, fileOf(route)));
      }
      await context.close();
    }
  }
}

const fileOf = (route: string) => `${route === "/" ? "overview" : route.slice(1).replaceAll("/", " ").replaceAll(/[[\]]/g, "")}.webp`;

async function take(page: Page, url: string, file: string): Promise<void> {
  await page.goto(url);
  await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
  await page.evaluate(() => document.fonts.ready);
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: 80 });
  await session.detach();
  writeFileSync(file, Buffer.from(data, "base64"));
}

async function signIn(page: Page, portal: Portal): Promise<void> {
  await page.goto(`${portal.url}/sign-in`);
  await page.getByLabel("E-mail").fill(ADMIN.email);
  await page.getByLabel("Password").fill(ADMIN.password);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
}

/** One of each thing that has a page; what the seed does not have is made as a person would. */
async function whatThereIs(portal: Portal, cookie: string, database: Database): Promise<Company> {
  const post = async (to: string, body: unknown) => (await ask(portal.url, portal.url, "POST", to, { body, headers: { cookie } })).body;
  const one = async (sql: string) => String(Object.values((await database.rows<Record<string, unknown>>(sql))[0] ?? {})[0]);
  const username = await one(`SELECT username FROM "user" WHERE state = 'active' ORDER BY created_at LIMIT 1`);
  const token = await post("/api/v1/tokens", { name: "Nightly report", role: "auditor", expiresInDays: 90 });
  await post("/api/v1/account-invitations", { email: "oscar.operator@example.org", role: "operator" });
  const run = await post("/api/v1/runs", { verb: "suspend", usernames: [username] });
  await post("/api/v1/addresses/reserved", { first: "10.8.255.1", last: "10.8.255.20", note: "Printers and build machines" });
  const text =
    "name,username,e-mail\nNia Okafor,nia.okafor,nia@example.org\nTwice,nia.okafor,twice@example.org\nBad,Bad Name,bad@example.org\n";
  const draft = await post("/api/v1/imports", { text });
  const balancer = await addBalancer(post);
  await makeTrueToLife(database, post);
  return {
    username: await one(
      `SELECT u.username FROM "user" u LEFT JOIN vpn_session s ON s.common_name = u.username || '.laptop.1'
       WHERE u.state = 'active' AND u.username <> '${username}' ORDER BY s.client_id, u.created_at LIMIT 1`,
    ),
    ipv4: await one("SELECT ipv4 FROM device ORDER BY created_at LIMIT 1"),
    node: await one("SELECT name FROM node WHERE enrolled_at IS NOT NULL ORDER BY name LIMIT 1"),
    serial: await one("SELECT serial FROM certificate WHERE kind = 'device' ORDER BY reserved_at LIMIT 1"),
    account: await one("SELECT id FROM account LIMIT 1"),
    token: String(token.id),
    run: String(run.id),
    rollout: await one(
      `WITH made AS (INSERT INTO rollout (id, state, reason, created_by, created_at, finished_at)
         VALUES (gen_random_uuid(), 'done', 'The settings changed', 'ada@example.org', now(), now()) RETURNING id)
       INSERT INTO rollout_step (rollout_id, n, node_id, state, started_at, healthy_at)
         SELECT made.id, row_number() OVER (ORDER BY node.name), node.id, 'healthy', now(), now() FROM made, node RETURNING rollout_id`,
    ),
    draft: String(draft.id),
    site: await one("SELECT id FROM site ORDER BY created_at LIMIT 1"),
    remote: await one("SELECT id FROM remote ORDER BY position LIMIT 1"),
    balancer,
  };
}

/** A load balancer before two more nodes, and a second list of remotes with it. */
async function addBalancer(post: (to: string, body: unknown) => Promise<Record<string, unknown>>): Promise<string> {
  const nodes = ["edge1", "edge2"];
  for (const [i, name] of nodes.entries()) await post("/api/v1/nodes", { name, address: `198.51.100.${31 + i}`, remote: false });
  await post("/api/v1/balancers", { name: "lb1", nodes, remote: { address: "198.51.100.10", port: 1194, proto: "udp" } });
  return "lb1";
}
