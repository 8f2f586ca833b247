import { readFileSync } from "node:fs";
import { expect, test, type BrowserContext, type Page } from "@playwright/test";
import { faults } from "./looks";
import { openPages } from "./addresses/kit";
import { profileOf } from "./sessions/profile-of";
import { clusterOf, session, type Ground } from "./sessions/kit";
import { startPortal, type Portal } from "./portal";

let portal: Portal;
let ground: Ground;
let context: BrowserContext;
let page: Page;
const crowd = Array.from({ length: 55 }, (_, i) => session(`somebody${String(i).padStart(2, "0")}.laptop.1`));
const ann = session("ann.smith.laptop.1", { source: "198.51.100.10:40123", ipv4: "10.8.0.2" });
const ben = session("ben.laptop.1", { bytesIn: 999 });

test.describe.configure({ mode: "serial", timeout: 180_000 });
test.beforeAll(async ({ browser }) => {
  portal = await startPortal();
  ground = await clusterOf(portal);
  for (const username of ["ann.smith", "ben"]) await profileOf(ground.api, username);
  await ground.nodes.vpn1.report({ vpnSessions: [...crowd, ann] });
  await ground.nodes.vpn2.report({});
  await ground.nodes.vpn3.report({ vpnSessions: [ben] });
  context = await openPages(browser, portal, ground.cookie);
  page = await context.newPage();
});
test.afterAll(() => portal?.stop());

const heading = (name: string) => page.getByRole("heading", { level: 1, name });
const list = () => page.getByRole("table", { name: "VPN sessions", exact: true });
const row = (text: string) => list().getByRole("row").filter({ hasText: text });

test("who is connected where, with both addresses, since when and from where; somebody who comes appears without a reload", async () => {
  await page.goto(portal.url);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "VPN sessions" }).click();
  await expect(heading("VPN sessions 57")).toBeVisible();
  await expect(row("Ben Brown")).toContainText(/ben\.laptop\.1.*vpn3.*Dublin.*10\.8\..*fd7a:.*203\.0\.113\..*999 B.*7\.7 MB/);
  await expect(row("Ann Smith")).toContainText(/vpn1.*Main.*10\.8\.0\.2.*via lb1/);
  await expect(row("Ann Smith")).not.toContainText("198.51.100.10");
  await ground.nodes.vpn2.report({ vpnSessions: [session("late.laptop.1", { since: new Date().toISOString() })] });
  await expect(row("late.laptop.1")).toBeVisible();
  await expect(heading("VPN sessions 58")).toBeVisible();
  await ground.nodes.vpn2.report({});
  await expect(row("late.laptop.1")).toBeHidden();
  // What goes through a VPN session wakes nobody: the page looks again by itself.
  await ground.nodes.vpn3.report({ vpnSessions: [{ ...ben, bytesIn: 4_200_000 }] });
  await expect(row("Ben Brown")).toContainText("4.2 MB", { timeout: 15_000 });
});

test("the list is searched as one types, filtered, sorted and paged; the view is in the address", async () => {
  await page.goto(`${portal.url}/vpn-sessions`);
  const search = page.getByLabel("Search VPN sessions");
  for (const text of ["smith", "ann.smith.l", "10.8.0.2", "198.51.100.10:4"]) {
    await search.fill(text);
    await expect(page).toHaveURL(new RegExp(`q=${text.replaceAll(":", "%3A")}$`));
    await expect(row("Ann Smith")).toBeVisible();
  }
  await search.fill("nobody at all");
  await expect(page.getByText("No VPN sessions match “nobody at all”.")).toBeVisible();
  await page.getByRole("link", { name: "Clear search" }).click();
  await expect(page).toHaveURL(/vpn-sessions$/);
  await page.getByLabel("Site").selectOption("Dublin");
  await expect(list().getByRole("row")).toHaveCount(2);
  await expect(page).toHaveURL(/site=Dublin/);
  await page.getByRole("link", { name: "Clear filters" }).click();
  await expect(page).toHaveURL(/vpn-sessions$/);
  await page.getByLabel("Node").selectOption("vpn1");
  await expect(page).toHaveURL(/node=vpn1$/);
  await expect(row("Ben Brown")).toBeHidden();
  await list().getByRole("link", { name: "User" }).click();
  await expect(page).toHaveURL(/node=vpn1&order=asc&sort=name/);
  await expect(list().getByRole("rowheader").first()).toContainText("Ann Smith");
  await page.getByRole("link", { name: "Next page" }).click();
  await expect(list().getByRole("rowheader").first()).toContainText("somebody49");
  await page.reload();
  await page.getByRole("link", { name: "Previous page" }).click();
  await expect(list().getByRole("rowheader").first()).toContainText("Ann Smith");
});

test("a VPN session is ended with the keyboard alone; the node is told, the list and the log show it", async () => {
  // Not silent: it would not hear of it.
  await ground.nodes.vpn3.report({ vpnSessions: [ben] });
  await page.goto(portal.url);
  await expect(page.getByRole("button", { name: "Sign out" })).toBeEnabled();
  await page.keyboard.press("g");
  await page.keyboard.press("v");
  await expect(heading("VPN sessions 57")).toBeFocused();
  await page.keyboard.press("/");
  await page.keyboard.type("ben");
  await expect(list().getByRole("row")).toHaveCount(2);
  await page.getByRole("button", { name: "Actions for ben.laptop.1 on vpn3" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("link", { name: "See user" })).toBeFocused();
  await page.keyboard.press("End");
  await expect(page.getByRole("button", { name: "End VPN session" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "Notices" }).getByText("vpn3 ends the VPN session of ben.laptop.1.")).toBeVisible();
  const [order] = await ground.nodes.vpn3.orders();
  expect(order).toMatchObject({ kind: "end", commonName: "ben.laptop.1", clientId: ben.clientId, since: ben.since });
  await ground.nodes.vpn3.report({ orders: [{ seq: order?.seq ?? 0, outcome: "ended" }] });
  await expect(page.getByText("No VPN sessions match “ben”.")).toBeVisible();
  expect(await ground.nodes.vpn3.orders()).toEqual([]);
  await page.goto(`${portal.url}/audit?action=vpn-session.end`);
  await expect(page.getByRole("main").getByRole("row").nth(1)).toContainText(/VPN session ended.*ben/);
});

test("what has ended is found by person, node and day, and stands at the user and the node too", async () => {
  const today = new Date().toISOString().slice(0, 10);
  await page.goto(`${portal.url}/vpn-sessions`);
  await page.getByRole("link", { name: "History" }).click();
  await expect(heading("Past VPN sessions")).toBeVisible();
  const past = page.getByRole("table", { name: "Past VPN sessions" });
  await expect(past.getByRole("row").filter({ hasText: "Ben Brown" })).toContainText(/vpn3.*999 B/);
  await page.getByLabel("User or profile").fill("ben");
  await page.getByLabel("Node").selectOption("vpn3");
  await page.getByLabel("Ended from (UTC)").fill(today);
  await page.getByRole("button", { name: "Filter history" }).click();
  await expect(past.getByRole("row")).toHaveCount(2);
  await expect(page).toHaveURL(new RegExp(`q=ben&node=vpn3&from=${today}`));
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export past VPN sessions as CSV" }).click();
  const lines = readFileSync(await (await downloading).path(), "utf8")
    .trim()
    .split("\r\n");
  expect(lines).toHaveLength(2);
  expect(lines[1]).toMatch(/^ben,Ben Brown,laptop,ben\.laptop\.1,vpn3,/);
  await page.goto(`${portal.url}/vpn-sessions/history?q=ben&node=vpn1`);
  await expect(page.getByText("No past VPN sessions match “ben”, vpn1.")).toBeVisible();
  await page.goto(`${portal.url}/users/ben`);
  await expect(page.getByRole("table", { name: "Past VPN sessions" })).toContainText(/ben\.laptop\.1.*vpn3/);
  await page.goto(`${portal.url}/nodes/vpn1`);
  await page.getByRole("link", { name: "Search and end" }).click();
  await expect(page).toHaveURL(/vpn-sessions\?node=vpn1/);
});

test("cluster.6 a device in two places: the overview and the list say so, and nothing is taken from either", async () => {
  const { vpn1, vpn2 } = ground.nodes;
  await vpn1.report({ vpnSessions: [] });
  const hands = [vpn1, vpn2] as const;
  for (let turn = 0; turn < 4; turn++) {
    const [to, from] = turn % 2 === 0 ? hands : [hands[1], hands[0]];
    await to.report({ vpnSessions: [session("ann.smith.laptop.1")] });
    const orders = await from.orders();
    expect(orders).toHaveLength(turn === 0 ? 0 : 1);
    await from.report({ orders: orders.map(({ seq }) => ({ seq, outcome: "ended" as const })) });
  }
  const [there, here] = [session("ann.smith.laptop.1"), session("ann.smith.laptop.1")];
  await vpn2.report({ vpnSessions: [there] });
  await vpn1.report({ vpnSessions: [here] });
  expect(await vpn2.orders()).toEqual([]);
  await page.goto(portal.url);
  await expect(page.getByText(/The device laptop of Ann Smith is in use in two places \(vpn1 and vpn2\)/)).toBeVisible();
  await page.getByRole("link", { name: "See Ann Smith" }).click();
  await expect(page.getByText(/two machines connect with this device’s profile/)).toBeVisible();
  await page.goto(`${portal.url}/vpn-sessions?q=ann`);
  await expect(list().getByText("In use in two places")).toHaveCount(2);
});

test("who only reads ends nothing", async () => {
  const { token } = await ground.api("POST", "/api/v1/tokens", { name: "watcher", role: "auditor", expiresInDays: 1 });
  const asked = await fetch(`${portal.url}/api/v1/vpn-sessions/end`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${String(token)}` },
    body: JSON.stringify({ node: "vpn1", clientId: 1, commonName: "ann.smith.laptop.1" }),
  });
  expect(asked.status).toBe(403);
  expect(await asked.text()).toContain("role (auditor) does not allow this");
});

test("the pages on a phone, and axe in both themes on lists, menus and empty states", async ({ browser }) => {
  const found: string[] = [];
  for (const width of [1280, 390]) {
    const small = await openPages(browser, portal, ground.cookie, width);
    const tab = await small.newPage();
    for (const path of [
      "/vpn-sessions",
      "/vpn-sessions?q=nobody",
      "/vpn-sessions?node=vpn2",
      "/vpn-sessions/history",
      "/vpn-sessions/history?q=nobody",
      "/users/ann.smith",
    ]) {
      await tab.goto(`${portal.url}${path}`);
      await expect(tab.getByRole("heading", { level: 1 })).toBeVisible();
      found.push(...(await faults(tab, `${path} at ${width}`)));
    }
    await tab.goto(`${portal.url}/vpn-sessions?q=ann`);
    await tab.getByRole("button", { name: "Actions for ann.smith.laptop.1 on vpn1" }).click();
    await expect(tab.getByRole("button", { name: "End VPN session" })).toBeVisible();
    found.push(...(await faults(tab, `menu at ${width}`)));
    await small.close();
  }
  expect(found).toEqual([]);
});
