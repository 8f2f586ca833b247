import { expect, test, type Locator, type Page } from "@playwright/test";
import { startDatabase, type Database } from "./database";
import { faults } from "./looks";
import { barOf, rowOf, searchOf, seedList, signedIn } from "./pages/users-list";
import { startPortal, type Portal } from "./portal";
import { ask, setUpByProgram, WIDE_POOL } from "./program";

const LONG = "Maximiliana Konstantinopolitanska-Wolfeschlegelsteinhausen B";
let database: Database;
let portal: Portal;
let cookie: string;
let page: Page;

test.describe.configure({ mode: "serial" });
test.beforeAll(async ({ browser }) => {
  database = await startDatabase();
  portal = await startPortal({ env: { DATABASE_URL: database.url } });
  cookie = await setUpByProgram(portal, WIDE_POOL);
  await ask(portal.url, portal.url, "POST", "/api/v1/users", {
    headers: { cookie },
    body: { name: LONG, username: "maximiliana", email: null, device: "laptop" },
  });
  await seedList(database.url, 3_000);
  page = await (await signedIn(browser, portal, cookie)).newPage();
});
test.afterAll(async () => {
  await portal?.stop();
  await database?.close();
});

/** Presses a key until the element has the focus. */
async function reach(element: Locator, key: "Tab" | "Shift+Tab"): Promise<void> {
  for (let presses = 0; presses < 400; presses++) {
    if (await element.evaluate((node) => node === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`400 times ${key} did not lead to ${element}`);
}

test("portal.1 on a phone: rows are cards, search, menu, selection and panel work, nothing is too wide", async ({ browser }) => {
  const context = await signedIn(browser, portal, cookie, { viewport: { width: 390, height: 800 }, hasTouch: true });
  const phone = await context.newPage();
  await phone.goto(`${portal.url}/users`);
  expect(await faults(phone, "3,000 users on a phone")).toEqual([]);
  await searchOf(phone).fill("maximiliana");
  await expect(rowOf(phone, LONG)).toBeVisible();
  await phone.getByRole("checkbox", { name: `Select ${LONG}` }).check();
  await expect(barOf(phone).getByText("1 users selected").or(barOf(phone).getByText("1 user selected"))).toBeVisible();
  expect(await faults(phone, "a selection on a phone")).toEqual([]);
  await phone.getByRole("button", { name: `Actions for ${LONG}` }).tap();
  await phone.getByRole("link", { name: "Edit user" }).and(phone.locator(":visible")).tap();
  await expect(phone.getByRole("dialog", { name: "Edit user" })).toBeVisible();
  expect(await faults(phone, "the panel on a phone")).toEqual([]);
  await phone.getByRole("link", { name: "Cancel" }).tap();
  await expect(phone).toHaveURL(`${portal.url}/users/maximiliana`);
  await context.close();
});

test("portal.1 with the keyboard alone: search, select, suspend, and a menu by its arrows", async () => {
  await page.goto(`${portal.url}/users`);
  const { keyboard } = page;
  await keyboard.press("/");
  await expect(searchOf(page)).toBeFocused();
  await keyboard.type("u77");
  await expect(page).toHaveURL(/q=u77$/);
  await expect(rowOf(page, /./).first()).toBeVisible();
  const box = page.getByRole("checkbox", { name: /^Select / }).first();
  await reach(box, "Tab");
  await keyboard.press("Space");
  await expect(barOf(page)).toBeVisible();
  await reach(barOf(page).getByRole("button", { name: "Suspend" }), "Tab");
  await keyboard.press("Enter");
  await expect(page.getByRole("dialog").getByRole("button", { name: "Cancel" })).toBeFocused();
  await keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await reach(page.getByRole("button", { name: /^Actions for / }).first(), "Shift+Tab");
  await keyboard.press("Enter");
  await expect(page.getByRole("link", { name: "Open user" }).and(page.locator(":visible"))).toBeFocused();
  await keyboard.press("ArrowDown");
  await expect(page.getByRole("link", { name: "Edit user" }).and(page.locator(":visible"))).toBeFocused();
  await keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Edit user" })).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
});

test("portal.5 the list of 3,000 loads at most 200 KB of JavaScript, calls nobody else, and a search answers within a quarter of a second", async ({
  browser,
}) => {
  const context = await signedIn(browser, portal, cookie);
  const fresh = await context.newPage();
  const session = await context.newCDPSession(fresh);
  await session.send("Network.enable");
  const scripts = new Map<string, number>();
  const asked: string[] = [];
  session.on("Network.responseReceived", ({ requestId, type, response }) => {
    asked.push(response.url);
    if (type === "Script") scripts.set(requestId, 0);
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) scripts.set(requestId, encodedDataLength);
  });
  await fresh.goto(`${portal.url}/users`);
  await expect(fresh.getByRole("checkbox").first()).toBeVisible();
  const bytes = [...scripts.values()].reduce((sum, one) => sum + one, 0);
  console.log(`users page: ${Math.round(bytes / 1000)} KB of JavaScript, ${asked.length} requests`);
  expect(bytes).toBeLessThan(200_000);
  expect(asked.filter((url) => !url.startsWith(portal.url) && !url.startsWith("data:"))).toEqual([]);
  const times: number[] = [];
  for (const q of ["ann", "fatima tanaka", "u77", "172.16.3.", "example.org"]) {
    const started = performance.now();
    const said = await ask(portal.url, portal.url, "GET", `/api/v1/users?search=${encodeURIComponent(q)}`, { headers: { cookie } });
    times.push(performance.now() - started);
    expect(said.status).toBe(200);
  }
  console.log(`searches: ${times.map((ms) => Math.round(ms)).join(", ")} ms`);
  expect(Math.min(...times)).toBeLessThan(250);
  await context.close();
});

test("somebody who only reads sees the list without what changes it, and why", async ({ browser }) => {
  await database.rows("UPDATE account SET role = 'auditor'");
  const context = await signedIn(browser, portal, cookie);
  const auditor = await context.newPage();
  await auditor.goto(`${portal.url}/users`);
  await expect(rowOf(auditor, /./).first()).toBeVisible();
  await expect(auditor.getByRole("checkbox")).toHaveCount(0);
  await expect(auditor.getByRole("button", { name: "Add user" })).toHaveAttribute("aria-disabled", "true");
  expect(await faults(auditor, "the list for an auditor")).toEqual([]);
  await auditor.goto(`${portal.url}/users/new`);
  await expect(auditor.getByText("Your role (auditor) does not allow this.")).toBeVisible();
  await database.rows("UPDATE account SET role = 'admin'");
  await context.close();
});
