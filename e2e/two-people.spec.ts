import { expect, test, type Browser, type Page } from "@playwright/test";
import { startPortal, type Portal } from "./portal";
import { ADMIN, ask, setUpByProgram, WIDE_POOL } from "./program";

let portal: Portal;
let cookie: string;
test.beforeAll(async () => {
  portal = await startPortal();
  cookie = await setUpByProgram(portal, WIDE_POOL);
});
test.afterAll(() => portal?.stop());

const api = (method: string, path: string, body?: unknown) => ask(portal.url, portal.url, method, path, { body, headers: { cookie } });
const addUser = (username: string, name: string) =>
  api("POST", "/api/v1/users", { username, name, email: `${username}@example.org`, device: "laptop" });

/** A browser of one's own, signed in. */
async function person(browser: Browser, path: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${portal.url}/sign-in`);
  await page.getByLabel("E-mail").fill(ADMIN.email);
  await page.getByLabel("Password").fill(ADMIN.password);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  await page.goto(`${portal.url}${path}`);
  return page;
}

test("portal.7 two people edit one user: the second hears of it, keeps what was typed, and overwrites nothing", async ({ browser }) => {
  await addUser("ann.smith", "Ann Smith");
  const one = await person(browser, "/users/ann.smith/edit");
  const two = await person(browser, "/users/ann.smith/edit");
  const panel = (page: Page) => page.getByRole("dialog", { name: "Edit user" });
  await expect(one.locator("#devices"), "the user's page, behind the panel").toBeVisible();
  await panel(one).getByLabel("Name").fill("Ann Jones");
  await panel(two).getByLabel("E-mail").fill("ann.new@example.org");
  await one.getByRole("button", { name: "Save user" }).click();
  await expect(one.getByRole("heading", { level: 1, name: "Ann Jones" })).toBeVisible();
  await two.getByRole("button", { name: "Save user" }).click();
  await expect(two.getByRole("alert").getByText("Somebody else has changed the user ann.smith")).toBeVisible();
  await expect(panel(two).getByLabel("E-mail")).toHaveValue("ann.new@example.org");
  expect((await api("GET", "/api/v1/users/ann.smith")).body).toMatchObject({ name: "Ann Jones", email: "ann.smith@example.org" });
  await two.goto(`${portal.url}/users/ann.smith/edit`);
  await expect(panel(two).getByLabel("Name")).toHaveValue("Ann Jones");
  await panel(two).getByLabel("E-mail").fill("ann.new@example.org");
  await two.getByRole("button", { name: "Save user" }).click();
  await expect(two.getByRole("dialog")).toBeHidden();
  expect((await api("GET", "/api/v1/users/ann.smith")).body).toMatchObject({ name: "Ann Jones", email: "ann.new@example.org" });
  await one.context().close();
  await two.context().close();
});

test("portal.7 a page that is open in two tabs shows in both what one of them did", async ({ browser }) => {
  await addUser("bob", "Bob Brown");
  const first = await person(browser, "/users/bob");
  const second = await first.context().newPage();
  await second.goto(`${portal.url}/users/bob`);
  await first.getByRole("button", { name: "Suspend user" }).click();
  for (const page of [second, first]) {
    await page.bringToFront();
    await expect(page.getByRole("button", { name: "Resume user" })).toBeVisible();
  }
  await second.bringToFront();
  await second.getByRole("button", { name: "Resume user" }).click();
  await first.bringToFront();
  await expect(first.getByRole("button", { name: "Suspend user" })).toBeVisible();
  await first.context().close();
});

test("portal.7 two people offboard one user: it happens once, and the second is told", async ({ browser }) => {
  await addUser("carol", "Carol Clark");
  const [one, two] = [await person(browser, "/users/carol"), await person(browser, "/users/carol")];
  for (const page of [one, two]) {
    await page.getByRole("button", { name: "Offboard user" }).click();
    await page.getByRole("dialog").getByLabel("Username").fill("carol");
  }
  await one.getByRole("dialog").getByRole("button", { name: "Offboard user" }).click();
  await expect(one.getByText("Offboarded").first()).toBeVisible();
  const button = two.getByRole("dialog").getByRole("button", { name: "Offboard user" });
  // The page may already show what happened; where the question still stands, its answer says so.
  if (await button.isVisible()) {
    await button.click();
    await expect(two.getByText("carol is offboarded already.").first()).toBeVisible();
  }
  await two.reload();
  await expect(two.getByText("Offboarded").first()).toBeVisible();
  const { body } = await api("GET", "/api/v1/audit?subject=user+carol");
  expect(JSON.stringify(body).match(/"user\.offboard"/g)).toHaveLength(1);
  await one.context().close();
  await two.context().close();
});

test("portal.7 two people change the settings: the second is told, and nothing is lost", async ({ browser }) => {
  const [one, two] = [await person(browser, "/settings"), await person(browser, "/settings")];
  await one.getByLabel("Devices per user").fill("7");
  await two.getByLabel("Devices per user").fill("9");
  const save = async (page: Page) => {
    await page.getByRole("button", { name: "Review changes" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Change settings" }).click();
  };
  await save(one);
  await expect(one.getByRole("dialog")).toBeHidden();
  await two.getByRole("button", { name: "Review changes" }).click();
  await expect(two.getByText(/Somebody else has changed/).first()).toBeVisible();
  await expect(two.getByLabel("Devices per user")).toHaveValue("9");
  expect((await api("GET", "/api/v1/settings")).body).toMatchObject({ deviceLimit: 7 });
  await one.context().close();
  await two.context().close();
});
