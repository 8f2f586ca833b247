import { expect, test, type Page } from "@playwright/test";
import { joinSpeaking } from "./pages/speaking-node";
import { faults } from "./looks";
import { signedIn } from "./pages/users-list";
import { startPortal, type Portal } from "./portal";
import { ask, setUpByProgram } from "./program";

let portal: Portal;
let cookie: string;
let page: Page;

test.describe.configure({ mode: "serial", timeout: 120_000 });
test.beforeAll(async ({ browser }) => {
  portal = await startPortal();
  cookie = await setUpByProgram(portal);
  page = await (await signedIn(browser, portal, cookie)).newPage();
});
test.afterAll(() => portal?.stop());

const call = (method: string, path: string, body?: unknown) => ask(portal.url, portal.url, method, path, { body, headers: { cookie } });
const go = (path: string, on: Page = page) => on.goto(portal.url + path);
const button = (name: string | RegExp, on: Page = page) => on.getByRole("button", { name, exact: true });
const heading = (name: string, on: Page = page) => on.getByRole("heading", { level: 1, name });
const rows = (table: string, on: Page = page) => on.getByRole("table", { name: table, exact: true }).getByRole("row");
const order = async (on: Page = page) =>
  (await rows("Remotes", on).getByRole("rowheader").allInnerTexts()).map((text) => text.split(/\s/)[0]);

test("sites: added, renamed, refused while something stands there, removed", async () => {
  await go("/nodes/sites");
  await expect(rows("Sites")).toHaveCount(2);
  expect(await faults(page, "sites")).toEqual([]);
  await page.getByRole("textbox", { name: "Name" }).fill("main");
  await button("Add site").click();
  await expect(page.getByText("There is a site Main already. Choose another name.")).toBeVisible();
  expect(await faults(page, "a site's name that is taken")).toEqual([]);
  for (const name of ["DC1", "DC2"]) {
    await page.getByRole("textbox", { name: "Name" }).fill(name);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("link", { name, exact: true })).toBeVisible();
  }
  await page.getByRole("link", { name: "Main", exact: true }).click();
  await expect(heading("Main")).toBeVisible();
  await page.getByRole("textbox", { name: "Name" }).fill("DC3");
  await button("Rename site").click();
  await expect(page.getByRole("link", { name: "DC3", exact: true })).toBeVisible();
  await page.getByRole("link", { name: "DC2", exact: true }).click();
  await button("Remove site").click();
  const dialog = page.getByRole("dialog", { name: "Remove DC2" });
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  expect(await faults(page, "removing a site")).toEqual([]);
  await dialog.getByRole("button", { name: "Remove site" }).click();
  await expect(heading("Sites")).toBeVisible();
  await expect(rows("Sites")).toHaveCount(3);
});

test("nodes are added to their sites and listed by them; without nodes the pages say what to do", async () => {
  await go("/nodes/balancers/new");
  await expect(page.getByText("No nodes yet. A load balancer stands before nodes.")).toBeVisible();
  await go("/nodes/remotes");
  await expect(page.getByText("No remotes yet.")).toBeVisible();
  expect(await faults(page, "no remotes")).toEqual([]);
  await go("/nodes/new");
  await page.getByLabel("Name", { exact: true }).fill("vpn1");
  await page.getByLabel("Public address").fill("198.51.100.21");
  await page.getByRole("combobox", { name: "Site" }).selectOption("DC1");
  await button("Add node").click();
  await expect(page.getByLabel("Join command for vpn1")).toBeVisible();
  await joinSpeaking(portal.url, cookie, "vpn2", "198.51.100.22", "DC1");
  await joinSpeaking(portal.url, cookie, "vpn3", "2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff", "DC3");
  await go("/nodes");
  await expect(rows("Nodes in DC1")).toHaveCount(3);
  await expect(rows("Nodes in DC3").nth(1)).toContainText(/vpn3.*directly/);
  await go("/nodes/sites");
  await page.getByRole("link", { name: "DC1", exact: true }).click();
  await expect(button("Remove site")).toHaveAttribute("aria-disabled", "true");
  await expect(button("Remove site")).toHaveAccessibleDescription("DC1 has the nodes vpn1, vpn2. Move or remove them first.");
});

test("a load balancer: added with the nodes behind it, shown with what it is, changed, and its nginx file", async () => {
  await go("/nodes/balancers/new");
  expect(await faults(page, "adding a load balancer")).toEqual([]);
  await page.getByLabel("Name", { exact: true }).fill("lb1");
  await page.getByLabel("Address", { exact: true }).fill("198.51.100.22");
  await button("Add load balancer").click();
  await expect(page.getByText("Choose at least one node: a balancer with none behind it leads nowhere.")).toBeVisible();
  expect(await faults(page, "a load balancer without nodes")).toEqual([]);
  await page.getByRole("checkbox", { name: /^vpn1/ }).check();
  await page.getByRole("checkbox", { name: /^vpn2/ }).check();
  await button("Add load balancer").click();
  await expect(page.getByText("198.51.100.22 1194 udp is in the list already, as a remote of vpn2.")).toBeVisible();
  await page.getByLabel("Address", { exact: true }).fill("198.51.100.10");
  await button("Add load balancer").click();
  await expect(page.getByLabel("Join command for lb1")).toContainText("enrol --role balancer");
  await page.getByRole("link", { name: "Go to lb1" }).click();
  await expect(heading("lb1")).toBeVisible();
  await expect(rows("Nodes behind it")).toHaveCount(3);
  expect(await faults(page, "a load balancer")).toEqual([]);
  const saving = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download nginx file" }).click();
  expect((await saving).suggestedFilename()).toBe("lb1.nginx.conf");
  await button("New join command").click();
  await page.getByRole("dialog").getByRole("button", { name: "New join command" }).click();
  await expect(page.getByLabel("Join command for lb1")).toBeVisible();
  await button("Done").click();

  await page.getByRole("checkbox", { name: /It hides the clients/ }).check();
  await button("Save load balancer").click();
  await expect(page.getByText("shows its own to the nodes: enter at least one.")).toBeVisible();
  await page.getByRole("textbox", { name: "Its own addresses" }).fill("198.51.100.10");
  await button("Save load balancer").click();
  await expect(page.getByText("its own address: 198.51.100.10")).toBeVisible();
  await go("/nodes");
  await expect(rows("Load balancers").nth(1)).toContainText(/lb1.*Without an agent.*vpn1, vpn2/);
  await expect(rows("Nodes in DC1").nth(2)).toContainText("directly, through lb1");
  expect(await faults(page, "nodes by site")).toEqual([]);
});

test("of two who change a load balancer at once the second is told and keeps what was chosen", async ({ browser }) => {
  const other = await (await signedIn(browser, portal, cookie)).newPage();
  await go("/nodes/balancers/lb1", other);
  await go("/nodes/balancers/lb1");
  await other.getByRole("checkbox", { name: /^vpn1/ }).uncheck();
  await page.getByRole("combobox", { name: "Site" }).selectOption("DC1");
  await button("Save load balancer").click();
  await expect(page.getByRole("region", { name: "Notices" }).getByText("lb1 is saved.")).toBeVisible();
  await button("Save load balancer", other).click();
  await expect(other.getByText(/Somebody else has changed the balancer lb1/)).toBeVisible();
  await expect(other.getByRole("checkbox", { name: /^vpn1/ })).not.toBeChecked();
  expect(await faults(other, "a load balancer changed meanwhile")).toEqual([]);
  await other.context().close();
});

test("remotes: added, refused where they lead nowhere, weighted, and shown as a profile has them", async () => {
  await go("/nodes/remotes");
  expect(await order()).toEqual(["198.51.100.21", "198.51.100.22", "2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff", "198.51.100.10"]);
  await expect(rows("Remotes").nth(1)).toContainText("Not before it has joined");
  await page.getByRole("link", { name: "Add remote" }).click();
  expect(await faults(page, "adding a remote")).toEqual([]);
  await page.getByRole("combobox", { name: "Leads to" }).selectOption({ label: "lb1" });
  await page.getByRole("textbox", { name: "Address" }).fill("VPN.example.org");
  await page.getByRole("combobox", { name: "Protocol" }).selectOption("tcp");
  await button("Add remote").click();
  await expect(page.getByText("Every node behind lb1 speaks udp, not tcp: nobody would answer. Choose udp.")).toBeVisible();
  expect(await faults(page, "a remote of another protocol")).toEqual([]);
  await page.getByRole("combobox", { name: "Protocol" }).selectOption("udp");
  await page.getByRole("spinbutton", { name: "Weight" }).fill("2");
  await button("Add remote").click();
  await expect(heading("Remotes")).toBeVisible();
  await expect(page.getByRole("region", { name: "In a profile" })).toContainText(
    "remote vpn.example.org 1194 udp\nremote vpn.example.org 1194 udp\nremote-random\nserver-poll-timeout 4",
  );
  await page.getByRole("link", { name: "vpn.example.org", exact: true }).click();
  await page.getByRole("textbox", { name: "Address" }).fill("198.51.100.21");
  await button("Save remote").click();
  await expect(page.getByText("198.51.100.21 1194 udp is in the list already, as a remote of vpn1.")).toBeVisible();
  expect(await faults(page, "a remote that is there already")).toEqual([]);
  await page.getByRole("link", { name: "Cancel" }).click();
  await page.getByRole("link", { name: "vpn.example.org", exact: true }).click();
  await button("Remove remote").click();
  await page.getByRole("dialog", { name: "Remove vpn.example.org" }).getByRole("button", { name: "Remove remote" }).click();
  await expect(heading("Remotes")).toBeVisible();
  await expect(rows("Remotes")).toHaveCount(5);
});

test("the order is changed by the keyboard alone, and the focus stays on the button that moves", async () => {
  await go("/nodes/remotes");
  const up = button("Move 198.51.100.10 udp 1194 up");
  await up.focus();
  for (const place of [3, 2, 1]) {
    await page.keyboard.press("Enter");
    await expect(page.locator("#said")).toHaveText(`198.51.100.10 is at place ${place} of 4 now`);
    await expect(up).toHaveAttribute("aria-busy", "false");
    await expect(up).toBeFocused();
  }
  expect(await order()).toEqual(["198.51.100.10", "198.51.100.21", "198.51.100.22", "2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff"]);
  await expect(up).toHaveAttribute("aria-disabled", "true");
  await expect(up).toHaveAccessibleDescription("It is the first already.");
  await page.keyboard.press("Tab");
  await expect(button("Move 198.51.100.10 udp 1194 down")).toBeFocused();
  await page.keyboard.press("Space");
  await expect.poll(() => order()).toEqual(["198.51.100.21", "198.51.100.10", "198.51.100.22", "2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff"]);
  await page.reload();
  expect((await order())[1]).toBe("198.51.100.10");
});

test("all of it at 390 px", async ({ browser }) => {
  const phone = await (await signedIn(browser, portal, cookie, { viewport: { width: 390, height: 800 } })).newPage();
  const { body } = await call("GET", "/api/v1/remotes");
  const [remote] = body.remotes as { id: string }[];
  for (const path of [
    "/nodes",
    "/nodes/sites",
    "/nodes/remotes",
    `/nodes/remotes/${remote?.id}`,
    "/nodes/remotes/new",
    "/nodes/remotes/outdated",
    "/nodes/balancers/new",
    "/nodes/balancers/lb1",
    "/nodes/new",
  ]) {
    await go(path, phone);
    await expect(phone.getByRole("heading", { level: 1 })).toBeVisible();
    expect(await faults(phone, `${path} on a phone`)).toEqual([]);
  }
  await go("/nodes/remotes", phone);
  await button("Move 198.51.100.10 udp 1194 up", phone).click();
  await expect.poll(async () => (await order(phone))[0]).toBe("198.51.100.10");
  await phone.context().close();
});

test("a load balancer is removed by its name, and its remotes with it; who only reads sees why not", async ({ browser }) => {
  await call("POST", "/api/v1/tokens", { name: "reader", role: "auditor", expiresInDays: 1 });
  await go("/nodes/balancers/lb1");
  await button("Remove load balancer").click();
  const dialog = page.getByRole("dialog", { name: "Remove lb1" });
  await dialog.getByRole("button", { name: "Remove load balancer" }).click();
  await expect(dialog.getByText("Type lb1 to confirm.")).toBeVisible();
  expect(await faults(page, "removing a load balancer")).toEqual([]);
  await dialog.getByLabel("Load balancer name").fill("lb1");
  await dialog.getByRole("button", { name: "Remove load balancer" }).click();
  await expect(heading("Nodes")).toBeVisible();
  await go("/nodes/remotes");
  expect(await order()).not.toContain("198.51.100.10");
  await go("/nodes/balancers/lb1");
  await expect(page.getByText("Removed", { exact: true }).first()).toBeVisible();
  const stranger = await browser.newPage();
  await go("/nodes/remotes", stranger);
  await expect(stranger).toHaveURL(/sign-in/);
  await stranger.close();
});
