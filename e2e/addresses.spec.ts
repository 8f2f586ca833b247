import { expect, test, type BrowserContext, type Page } from "@playwright/test";
import { pageAt, walk, type Stop } from "./looks";
import { enrol, openPages } from "./addresses/kit";
import { startPortal, type Portal } from "./portal";
import { ask, setUpByProgram, WIDE_POOL } from "./program";

let portal: Portal;
let cookie: string;
let context: BrowserContext;
let page: Page;

test.describe.configure({ mode: "serial", timeout: 120_000 });
test.beforeAll(async ({ browser }) => {
  portal = await startPortal();
  cookie = await setUpByProgram(portal, WIDE_POOL);
  for (const username of ["ann", "ben"]) await api("POST", "/api/v1/users", { username, name: `Person ${username}`, device: "laptop" });
  await addNode("vpn1", "198.51.100.25", "0.2.0");
  context = await openPages(browser, portal, cookie);
  page = await context.newPage();
});
test.afterAll(() => portal?.stop());

async function api(method: string, path: string, body: unknown): Promise<Record<string, unknown>> {
  const done = await ask(portal.url, portal.url, method, path, { body, headers: { cookie } });
  if (done.status >= 300) throw new Error(`${method} ${path}: ${done.status} ${JSON.stringify(done.body)}`);
  return done.body;
}

async function addNode(name: string, address: string, agentVersion: string): Promise<void> {
  const { join } = await api("POST", "/api/v1/nodes", { name, address, port: 1194, proto: "udp", interface: "tun0" });
  await enrol(portal.url, name, JSON.stringify(join), agentVersion);
}

const heading = (name: string) => page.getByRole("heading", { level: 1, name });
const main = () => page.getByRole("main");

test("the map leads from the pool to a block, to an address, and to who has it; each step has an address of its own", async () => {
  await page.goto(portal.url);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Addresses" }).click();
  await expect(heading("Addresses")).toBeVisible();
  await expect(page.getByRole("table", { name: "Address pools" }).getByRole("row").nth(1)).toContainText(/10\.8\.0\.0\/16.*2.*65,531/);
  await expect(page.getByRole("list", { name: "Groups of 16,384 addresses" }).getByRole("link")).toHaveCount(4);
  await page.getByRole("link", { name: "10.8.0.0 to 10.8.0.127: 2 assigned, 0 in quarantine, 0 reserved, 124 free" }).click();
  await expect(page).toHaveURL(/block=0/);
  await page.reload();
  await page.getByRole("link", { name: "10.8.0.2: assigned to ann, laptop" }).click();
  await expect(heading("10.8.0.2")).toBeVisible();
  await expect(page).toHaveTitle("10.8.0.2 / Addresses / Homeport");
  await expect(page.getByRole("table", { name: "Who has or had it" }).getByRole("row").nth(1)).toContainText(/Person ann.*laptop.*now/);
  await page.getByRole("link", { name: "Show on the map" }).click();
  await expect(page.getByRole("link", { name: "10.8.0.3: assigned to ben, laptop" })).toBeVisible();
});

test("the table is searched as one types, filtered and paged; the view is in the address", async () => {
  await page.goto(`${portal.url}/addresses`);
  const pairs = page.getByRole("table", { name: "Address pairs" });
  await page.getByLabel("Search addresses").fill("ben");
  await expect(pairs.getByRole("row")).toHaveCount(2);
  await expect(pairs).toContainText("10.8.0.3");
  await expect(page).toHaveURL(/q=ben/);
  await page.getByLabel("Search addresses").fill("fd7a:6ca6:e640:8000::10.8.0.2");
  await expect(pairs.getByRole("rowheader")).toHaveText("10.8.0.2");
  await page.getByLabel("Search addresses").fill("nobody at all");
  await expect(main().getByText("No addresses match “nobody at all”.")).toBeVisible();
  await page.getByRole("link", { name: "Show all addresses" }).click();
  await expect(page).not.toHaveURL(/q=/);
  await page.getByLabel("State").selectOption({ label: "Free" });
  await expect(page).toHaveURL(/state=free/);
  await expect(pairs.getByRole("rowheader").first()).toHaveText("10.8.0.4");
  await page.getByRole("link", { name: "Next page" }).click();
  await expect(pairs.getByRole("rowheader").first()).toHaveText("10.8.0.54");
  await page.reload();
  await page.getByRole("link", { name: "Previous page" }).click();
  await expect(pairs.getByRole("rowheader").first()).toHaveText("10.8.0.4");
});

test("a range is reserved with the keyboard alone, refused where it is wrong, released and taken back", async () => {
  await page.goto(`${portal.url}/addresses/reserved`);
  await expect(main().getByText("No reserved ranges yet.")).toBeVisible();
  await page.getByLabel("First address").focus();
  await page.keyboard.type("10.8.0.40");
  await page.keyboard.press("Tab");
  await page.keyboard.type("10.8.0.30");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Printers");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel(/^Last address/)).toHaveAccessibleDescription(/lies before the first/);
  await expect(page.getByLabel(/^Last address/)).toBeFocused();
  await page.getByLabel(/^Last address/).fill("10.8.0.49");
  await page.keyboard.press("Enter");
  const ranges = page.getByRole("table", { name: "Reserved ranges" });
  await expect(ranges.getByRole("row").nth(1)).toContainText(/10\.8\.0\.40 – 10\.8\.0\.49.*Printers.*10.*by nobody/);
  await page.getByRole("button", { name: "Actions for 10.8.0.40 – 10.8.0.49" }).click();
  await page.getByRole("button", { name: "Release range" }).click();
  await expect(ranges).toBeHidden();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(ranges).toContainText("Printers");
});

test("a device gets the address that was chosen; one that another has is refused under the field", async () => {
  await page.goto(`${portal.url}/users/ann`);
  await page.getByRole("button", { name: "Add device" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Device name").fill("printer");
  await dialog.getByLabel(/IPv4 address/).fill("10.8.0.3");
  await dialog.getByRole("button", { name: "Add device" }).click();
  await expect(dialog.getByLabel(/IPv4 address/)).toHaveAccessibleDescription(/Another device has 10\.8\.0\.3/);
  await dialog.getByLabel(/IPv4 address/).fill("10.8.0.41");
  await dialog.getByRole("button", { name: "Add device" }).click();
  await expect(dialog.getByLabel(/Invitation link/)).toBeVisible();
  await page.goto(`${portal.url}/addresses/10.8.0.41`);
  await expect(page.getByRole("table", { name: "Who has or had it" })).toContainText("printer");
  await expect(main()).toContainText("Printers");
});

test("a pool is made wider: first what it does and which nodes start again, then it is done; a second tab is refused", async () => {
  await page.goto(`${portal.url}/addresses`);
  await page.getByRole("link", { name: "10.8.0.0/16" }).click();
  await expect(heading("10.8.0.0/16")).toBeVisible();
  const other = await context.newPage();
  await other.goto(page.url());
  for (const tab of [page, other]) {
    await tab.getByLabel("IPv4 range", { exact: true }).fill("10.8.0.0/15");
    await tab.getByRole("button", { name: "Show what changes" }).click();
    await expect(tab.getByRole("list", { name: "Nodes that start again" })).toContainText("vpn1, 0 VPN sessions");
    await expect(tab.getByText("65,536 pairs come")).toBeVisible();
  }
  await page.getByRole("button", { name: "Make pool wider" }).click();
  await expect(page.getByRole("table", { name: "Address pools" })).toContainText("10.8.0.0/15");
  // What the other tab was shown is not what is there now: refused in words, and what was typed stays.
  await expect(other.getByRole("heading", { level: 1, name: "10.8.0.0/15" })).toBeVisible();
  await other.getByRole("button", { name: "Make pool wider" }).click();
  await expect(other.getByRole("main").getByRole("alert")).toContainText("Somebody else has changed the pool");
  await expect(other.getByLabel("IPv4 range", { exact: true })).toHaveValue("10.8.0.0/15");
  await other.close();
  expect(await api("GET", "/api/v1/addresses/pools", undefined)).toMatchObject({ pools: [{ ipv4: "10.8.0.0/15", version: 2 }] });
});

test("a second range is refused while an agent is too old, and says which; then it comes, and goes again", async () => {
  await addNode("vpn2", "198.51.100.26", "0.1.0");
  await page.goto(`${portal.url}/addresses/pools/new`);
  await expect(page.getByLabel("IPv6 prefix", { exact: true })).toHaveValue("fd7a:6ca6:e640:8001::/64");
  await page.getByLabel("IPv4 range", { exact: true }).fill("10.8.4.0/24");
  await page.getByRole("button", { name: "Show what changes" }).click();
  await expect(main().getByRole("alert")).toContainText("overlaps the pool 10.8.0.0/15");
  await page.getByLabel("IPv4 range", { exact: true }).fill("10.12.0.0/24");
  await page.getByRole("button", { name: "Show what changes" }).click();
  await expect(main().getByRole("alert")).toContainText("vpn2 (0.1.0)");
  await expect(page.getByRole("button", { name: "Add range" })).toBeHidden();
  await api("DELETE", "/api/v1/nodes/vpn2", { confirm: "vpn2" });
  await page.getByRole("button", { name: "Show what changes" }).click();
  await page.getByRole("button", { name: "Add range" }).click();
  await expect(page.getByRole("table", { name: "Address pools" })).toContainText("10.12.0.0/24");
  await page.getByRole("link", { name: "10.12.0.0/24" }).click();
  await page.getByRole("button", { name: "Remove pool" }).click();
  await page.getByRole("dialog").getByLabel("IPv4 range", { exact: true }).fill("10.12.0.0/24");
  await page.getByRole("dialog").getByRole("button", { name: "Remove pool" }).click();
  await expect(heading("Addresses")).toBeVisible();
  await expect(page.getByRole("table", { name: "Address pools" })).not.toContainText("10.12.0.0/24");
});

test("a pool is not made narrower under somebody's feet: the page lists who is in the way; with nobody there it is done", async () => {
  await page.goto(`${portal.url}/addresses`);
  await page.getByRole("link", { name: "10.8.0.0/15" }).click();
  await page.getByLabel("IPv4 range", { exact: true }).fill("10.8.0.0/27");
  await page.getByRole("button", { name: "Show what changes" }).click();
  await expect(page.getByRole("list", { name: "In the way" })).toContainText("10.8.0.41 ann, printer");
  await page.getByLabel("IPv4 range", { exact: true }).fill("10.8.0.0/24");
  await page.getByRole("button", { name: "Show what changes" }).click();
  await page.getByRole("button", { name: "Make pool narrower" }).click();
  await expect(page.getByRole("table", { name: "Address pools" })).toContainText("10.8.0.0/24");
});

test("what is in quarantine says what it waits for", async () => {
  await api("POST", "/api/v1/users/ben/offboard", { confirm: "ben" });
  await page.goto(`${portal.url}/addresses?state=quarantined`);
  await expect(page.getByRole("table", { name: "Address pairs" }).getByRole("row").nth(1)).toContainText(
    /10\.8\.0\.3.*Until.*for vpn1 to report/,
  );
  await page.goto(`${portal.url}/addresses/10.8.0.3`);
  await expect(main()).toContainText(/Until.*for vpn1 to report/);
});

test("axe finds nothing on any of these pages, in either theme, on a phone too, and nothing is too wide", async ({ browser }) => {
  const context = await openPages(browser, portal, cookie);
  const at = pageAt(() => portal.url);
  const paths = ["", "?block=0", "?q=nobody", "/10.8.0.2", "/10.8.0.9", "/reserved", "/pools/new"];
  const narrower = (name: string, range: string, then: (tab: Page) => Promise<unknown>): Stop => ({
    name,
    go: async (tab) => {
      await at("/addresses/pools/1", /./).go(tab);
      await tab.getByLabel("IPv4 range", { exact: true }).fill(range);
      await tab.getByRole("button", { name: "Show what changes" }).click();
      await then(tab);
    },
  });
  await walk(
    browser,
    [
      ...paths.map((path) => at(`/addresses${path}`, /./)),
      narrower("refused", "10.8.0.0/27", (tab) => expect(tab.getByRole("list", { name: "In the way" })).toBeVisible()),
      narrower("error under the field", "10.8.0.0", (tab) =>
        expect(tab.getByLabel("IPv4 range", { exact: true })).toHaveAttribute("aria-invalid", "true"),
      ),
    ],
    await context.storageState(),
  );
  await context.close();
});
