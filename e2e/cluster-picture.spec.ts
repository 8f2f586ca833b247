import { expect, test, type BrowserContext, type Page } from "@playwright/test";
import { faults } from "./looks";
import { openPages } from "./addresses/kit";
import { clusterOf, session, type Ground } from "./sessions/kit";
import { startPortal, type Portal } from "./portal";
import { setUpByProgram } from "./program";

let portal: Portal;
let ground: Ground;
let context: BrowserContext;
let page: Page;
const alone = session("alone.laptop.1");
const people = Array.from({ length: 12 }, (_, i) => session(`somebody${i}.laptop.1`));

test.describe.configure({ mode: "serial", timeout: 120_000 });
test.beforeAll(async ({ browser }) => {
  portal = await startPortal();
  ground = await clusterOf(portal);
  await speak(12);
  context = await openPages(browser, portal, ground.cookie);
  page = await context.newPage();
});
test.afterAll(() => portal?.stop());

const speak = async (connected: number) => {
  await ground.nodes.vpn1.report({ vpnSessions: people.slice(0, connected) });
  await ground.nodes.vpn2.report({});
  await ground.nodes.vpn3.report({ vpnSessions: [alone] });
};
const picture = () => page.getByRole("region", { name: "Cluster picture" });

test("sites, load balancers and nodes are drawn, and the tables beside them say the same", async () => {
  await page.goto(`${portal.url}/nodes`);
  await page.getByRole("navigation", { name: "Nodes" }).getByRole("link", { name: "Picture" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Cluster picture" })).toBeVisible();
  await expect(page).toHaveTitle("Cluster picture / Nodes / Homeport");
  for (const text of ["Main", "Dublin", "Clients", "13 VPN sessions", "Company"])
    await expect(picture().locator("text").filter({ hasText: text }).first()).toBeVisible();
  await expect(picture().getByRole("link")).toHaveCount(4);
  await expect(picture().getByRole("link", { name: /^vpn1: .*, 12 VPN sessions$/ })).toBeVisible();
  await expect(picture().getByText("lb1 sends clients to vpn2")).toHaveCount(1);
  await expect(picture().getByText("Clients connect to vpn3 directly")).toHaveCount(1);
  const nodes = page.getByRole("table", { name: "Nodes" });
  await expect(nodes.getByRole("row").filter({ hasText: "vpn1" })).toContainText(/through lb1.*12/);
  await expect(page.getByRole("table", { name: "Load balancers" })).toContainText(/lb1.*vpn1, vpn2/);
});

test("it is live, and every box leads to its page, by keyboard too", async () => {
  await speak(3);
  await expect(picture().getByRole("link", { name: /^vpn1: .*, 3 VPN sessions$/ })).toBeVisible();
  await expect(
    picture()
      .locator("text")
      .filter({ hasText: /^4 VPN sessions$/ }),
  ).toBeVisible();
  await picture().focus();
  await page.keyboard.press("Tab");
  await expect(picture().getByRole("link", { name: /^lb1: / })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  // Sites are drawn by name: Dublin is the first.
  await expect(page).toHaveURL(/nodes\/vpn3$/);
});

test("axe finds nothing in either theme, on a screen and on a phone, with nodes and without", async ({ browser }) => {
  const found: string[] = [];
  const empty = await startPortal();
  const cookie = await setUpByProgram(empty);
  for (const width of [1280, 390]) {
    const contexts = [await openPages(browser, portal, ground.cookie, width), await openPages(browser, empty, cookie, width)];
    for (const [at, { url }] of [portal, empty].entries()) {
      const tab = await contexts[at]?.newPage();
      if (!tab) continue;
      await tab.goto(`${url}/nodes/map`);
      await expect(tab.getByRole("heading", { level: 1, name: "Cluster picture" })).toBeVisible();
      found.push(...(await faults(tab, `${at === 0 ? "three nodes" : "no node"} at ${width}`)));
    }
    for (const one of contexts) await one.close();
  }
  await empty.stop();
  expect(found).toEqual([]);
});
