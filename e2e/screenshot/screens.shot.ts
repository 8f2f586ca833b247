import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test, type Browser, type Page } from "@playwright/test";
import { startDatabase, type Database } from "../database";
import { builtRoutes } from "../matrix/routes";
import { startPortal, type Portal } from "../portal";
import { ADMIN, setUpByProgram } from "../program";
import { seedCompany } from "../scale/seed-company";
import { PLACES, WITHOUT_ACCOUNT, type Company } from "./places";

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
      await setUpByProgram(portal, POOL);
      await seedCompany(database, POOL, rows);
      await takeAll(browser, portal, database, rows);
    } finally {
      await portal.stop();
      await database.close();
    }
  });
}

async function takeAll(browser: Browser, portal: Portal, database: Database, rows: number): Promise<void> {
  const company = await whatThereIs(database);
  for (const theme of THEMES) {
    for (const width of WIDTHS) {
      const folder = path.join(FOLDER, `${rows} users`, `${width} ${theme}`);
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      const context = await browser.newContext({ viewport: { width, height: width === 390 ? 844 : 900 }, colorScheme: theme });
      const page = await context.newPage();
      for (const [route, to] of Object.entries(WITHOUT_ACCOUNT)) await take(page, `${portal.url}${to}`, path.join(folder, fileOf(route)));
      await signIn(page, portal);
      for (const [route, to] of Object.entries(PLACES)) await take(page, `${portal.url}${to(company)}`, path.join(folder, fileOf(route)));
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

async function whatThereIs(database: Database): Promise<Company> {
  const [user] = await database.rows<{ username: string }>(
    `SELECT username FROM "user" WHERE state = 'active' ORDER BY created_at LIMIT 1`,
  );
  const [node] = await database.rows<{ name: string }>("SELECT name FROM node ORDER BY name LIMIT 1");
  const [certificate] = await database.rows<{ serial: string }>(
    "SELECT serial FROM certificate WHERE kind = 'device' ORDER BY reserved_at LIMIT 1",
  );
  return { username: user?.username ?? "", node: node?.name ?? "", serial: certificate?.serial ?? "" };
}
