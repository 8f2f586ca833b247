import { expect, test, type Page } from "@playwright/test";
import { faults } from "./looks";
import { ADMIN } from "./program";
import { startPortal, type Portal } from "./portal";

let portal: Portal;
let page: Page;

test.describe.configure({ mode: "serial", timeout: 120_000 });
test.beforeAll(async ({ browser }) => {
  portal = await startPortal();
  page = await (await browser.newContext()).newPage();
});
test.afterAll(() => portal?.stop());

const main = () => page.getByRole("main");

test("a cluster is set up in net30 with the keyboard: what it costs is said beside the choice", async () => {
  const { keyboard } = page;
  await page.goto(portal.setupLink ?? "");
  await expect(page.getByLabel("Your name")).toBeFocused();
  for (const text of [ADMIN.name, ADMIN.email, ADMIN.password, "Harbour"]) {
    await keyboard.type(text);
    await keyboard.press("Tab");
  }
  await keyboard.press("ControlOrMeta+A");
  await keyboard.type("10.8.0.0/26");
  await keyboard.press("Tab");
  await keyboard.press("Tab");
  await expect(page.getByLabel("Topology")).toBeFocused();
  await expect(page.getByLabel("Topology")).toHaveValue("subnet");
  await expect(page.getByLabel("Topology")).toHaveAccessibleDescription(/four addresses.*cannot be changed later/);
  await keyboard.type("net30");
  await expect(page.getByLabel("Topology")).toHaveValue("net30");
  expect(await faults(page, "setup")).toEqual([]);
  await page.getByRole("button", { name: "Set up cluster" }).focus();
  await keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible({ timeout: 60_000 });
});

test("addresses are those of devices: the third of each /30, on the map, when one is chosen, and in what the pool says", async () => {
  await page.goto(`${portal.url}/users/new`);
  await page.getByLabel("Name", { exact: true }).fill("Ann Smith");
  await page.getByRole("button", { name: "Add user" }).click();
  await expect(page.getByRole("button", { name: "Copy link" })).toBeVisible();
  await page.goto(`${portal.url}/addresses`);
  await expect(page.getByRole("table", { name: "Address pools" }).getByRole("row").nth(1)).toContainText(/10\.8\.0\.0\/26.*1.*14/);
  const cells = page.getByRole("list", { name: "Addresses" }).getByRole("listitem");
  await expect(cells).toHaveCount(16);
  await expect(cells.nth(0)).toContainText("10.8.0.2: not for devices");
  await page.getByRole("link", { name: /^10\.8\.0\.6: assigned to ann\.smith/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "10.8.0.6" })).toBeVisible();
  await page.goto(`${portal.url}/addresses`);
  await page.getByRole("table", { name: "Address pools" }).getByRole("link", { name: "10.8.0.0/26" }).click();
  await expect(main()).toContainText("net30: a /30 of four addresses a device");
  await expect(main()).toContainText("10.8.0.1");
  expect(await faults(page, "the pool")).toEqual([]);
});

test("at the width of a phone the choice and the pool are whole", async ({ browser }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${portal.url}/addresses`);
  expect(await faults(page, "addresses on a phone")).toEqual([]);
  const fresh = await startPortal();
  try {
    const phone = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
    await phone.goto(fresh.setupLink ?? "");
    await expect(phone.getByLabel("Topology")).toBeVisible();
    expect(await faults(phone, "setup on a phone")).toEqual([]);
  } finally {
    await fresh.stop();
  }
});
