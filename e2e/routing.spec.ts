import { expect, test, type BrowserContext, type Page } from "@playwright/test";
import { addNodeInBrowser } from "./pages/add-node";
import { joinByApi } from "./pages/join-node";
import { setUpInBrowser } from "./pages/set-up";
import { startPortal, type Portal } from "./portal";
import { stopsOf, walk } from "./looks";
import { tabTo } from "./tab-to";
import { routingPages } from "./settings/routing-page";

const ADMIN = { name: "Ada Admin", email: "ada@example.org", password: "a password of some length" };
const KEY = "Tide-4711";
let portal: Portal;
let admin: Page;
let signedIn: Awaited<ReturnType<BrowserContext["storageState"]>>;

test.describe.configure({ mode: "serial", timeout: 240_000 });
test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  portal = await startPortal();
  admin = await (await browser.newContext()).newPage();
  await setUpInBrowser(admin, portal.setupLink ?? "", { admin: ADMIN, cluster: "Harbour" });
  signedIn = await admin.context().storageState();
  for (const n of [1, 2]) {
    const command = await addNodeInBrowser(admin, portal.url, { name: `vpn${n}`, address: `198.51.100.2${n}` });
    await joinByApi(portal.url, `vpn${n}`, command);
  }
});
test.afterAll(() => portal?.stop());

const { read, routing, open, openEdit, save, review, dialog, protocol, key, line } = routingPages(() => portal.url);

test("routing is refused until each node has its place; then each node's configuration is shown before it goes out", async () => {
  await open(admin);
  await protocol(admin).selectOption("ospf");
  await key(admin).fill(KEY);
  await review(admin);
  await expect(protocol(admin)).toHaveAccessibleDescription(/^vpn1, vpn2 have no core interface or no router ID yet/);
  await expect(key(admin)).toHaveValue(KEY);
  await admin.getByRole("link", { name: "Edit vpn1" }).click();
  await admin.getByLabel("Core interface").fill("eth1");
  await admin.getByLabel("Router ID").fill("10.10.0");
  await save(admin);
  await expect(admin.getByLabel("Router ID")).toHaveAccessibleDescription(/must be written as an IPv4 address/);
  await admin.getByLabel("Router ID").fill("10.10.0.21");
  await save(admin);
  await expect(admin).toHaveURL(`${portal.url}/nodes/vpn1`);
  expect(await read(admin, "/api/v1/nodes/vpn1")).toMatchObject({ version: 2, coreInterface: "eth1", routerId: "10.10.0.21" });

  await openEdit(admin, "vpn2");
  await admin.getByLabel("Core interface").fill("eth1");
  await admin.getByLabel("Router ID").fill("10.10.0.21");
  await save(admin);
  await expect(admin.getByLabel("Router ID")).toHaveAccessibleDescription(/vpn1 already has the router ID 10\.10\.0\.21/);
  await admin.getByLabel("Router ID").fill("10.10.0.22");
  await save(admin);
  await expect(admin).toHaveURL(`${portal.url}/nodes/vpn2`);

  await open(admin);
  await protocol(admin).selectOption("ospf");
  await key(admin).fill(KEY);
  await admin.getByLabel("Area").fill("51");
  await review(admin);
  const asked = dialog(admin);
  await expect(asked.getByRole("button", { name: "Cancel" })).toBeFocused();
  await expect(asked.getByText("the company’s routers need the same key", { exact: false })).toBeVisible();
  await expect(line(admin, "vpn1", "ip ospf area 0.0.0.51")).toBeVisible();
  await expect(line(admin, "vpn1", "ospf router-id 10.10.0.21")).toBeVisible();
  await expect(line(admin, "vpn1", "redistribute kernel route-map HOMEPORT6")).toBeVisible();
  await expect(asked.getByText(KEY)).toHaveCount(0);
  await asked.getByText("frr.conf of vpn2").click();
  await expect(line(admin, "vpn2", "ospf router-id 10.10.0.22")).toBeVisible();
  expect((await routing(admin)).protocol).toBe("none");
  await asked.getByRole("button", { name: "Change routing" }).click();
  await expect(admin.getByText(/Routing changed: revision \d+ is on its way/).first()).toBeVisible();
  await expect(asked).toBeHidden();
  expect(await routing(admin)).toMatchObject({ version: 2, protocol: "ospf", area: "0.0.0.51", ospfKeyIsSet: true });
  await expect(admin.getByRole("table", { name: "Nodes in the routing" }).getByText("Takes part")).toHaveCount(2);
  await expect(admin.getByLabel("Area")).toHaveValue("0.0.0.51");
  await expect(key(admin)).toHaveValue("");

  await admin.goto(`${portal.url}/audit?action=routing.change`);
  await admin.getByText("Routing changed", { exact: true }).last().click();
  await expect(admin.getByRole("table", { name: "What changed" }).getByRole("row", { name: /^Area/ }).getByRole("cell")).toHaveText([
    "0.0.0.0",
    "0.0.0.51",
  ]);
  await expect(admin.getByText(KEY)).toHaveCount(0);
});

test("BGP: what is wrong is said under the field of its site, and what was typed stays", async () => {
  await open(admin);
  await protocol(admin).selectOption("bgp");
  await admin.getByLabel("AS number of the nodes").fill("0");
  await review(admin);
  await expect(admin.getByLabel("AS number of the nodes")).toHaveAccessibleDescription(/from 1 to 4,294,967,294/);
  await admin.getByLabel("AS number of the nodes").fill("4200000001");
  const neighbors = admin.getByLabel("Neighbours of Main");
  for (const [typed, sentence] of [
    ["10.10.0.1 65000\n10.8.0.77 65000", /10\.8\.0\.77 is inside the address pool/],
    ["10.10.0.1 65000\n10.10.0.1 65000", /stands twice/],
    ["10.10.0.1 65000", /no IPv6 neighbour/],
    ["10.10.0.1", /AS number must be a whole number/],
    ["router1 65000", /is not an IP address/],
  ] as const) {
    await neighbors.fill(typed);
    await review(admin);
    await expect(neighbors).toHaveAccessibleDescription(sentence);
    await expect(neighbors).toHaveValue(typed);
  }
  await neighbors.fill("10.10.0.1 65000\nfd00:10::1 AS65000");
  await admin.getByLabel("Hold time").fill("3");
  await review(admin);
  await expect(line(admin, "vpn1", "router bgp 4200000001")).toBeVisible();
  await dialog(admin).getByRole("button", { name: "Change routing" }).click();
  await expect(dialog(admin)).toBeHidden();
  expect(await routing(admin)).toMatchObject({
    protocol: "bgp",
    localAs: 4_200_000_001,
    ospfKeyIsSet: true,
    sites: [
      {
        site: "Main",
        neighbors: [
          { address: "10.10.0.1", as: 65000 },
          { address: "fd00:10::1", as: 65000 },
        ],
      },
    ],
  });
});

test("portal.7: two who change the routing, and two who edit a node: the second is told and keeps what was typed", async ({ browser }) => {
  const other = await (await browser.newContext({ storageState: signedIn })).newPage();
  await Promise.all([open(admin), open(other)]);
  await other.getByLabel("Keepalive interval").fill("2");
  await review(other);
  await dialog(other).getByRole("button", { name: "Change routing" }).click();
  await expect(dialog(other)).toBeHidden();
  await expect(admin.getByText("The settings were changed meanwhile")).toBeVisible({ timeout: 10_000 });
  await admin.getByLabel("Hold time").fill("9");
  await review(admin);
  await expect(admin.getByText("Somebody else has changed the routing since you opened it.")).toBeVisible();
  await expect(admin.getByLabel("Hold time")).toHaveValue("9");
  await admin.getByRole("button", { name: "Load current settings" }).click();
  await expect(admin.getByLabel("Keepalive interval")).toHaveValue("2");

  await Promise.all([openEdit(admin, "vpn1"), openEdit(other, "vpn1")]);
  await other.getByLabel("Core interface").fill("eth2");
  await save(other);
  await expect(other).toHaveURL(`${portal.url}/nodes/vpn1`);
  await admin.getByLabel("Router ID").fill("10.10.0.29");
  await save(admin);
  await expect(admin.getByText("Somebody else has changed vpn1 since you opened it.")).toBeVisible();
  await expect(admin.getByLabel("Router ID")).toHaveValue("10.10.0.29");
  expect(await read(admin, "/api/v1/nodes/vpn1")).toMatchObject({ coreInterface: "eth2", routerId: "10.10.0.21" });
  await other.context().close();
});

test("the scripts for nodes without the agent are files to download", async () => {
  await open(admin);
  for (const script of ["learn-address", "client-disconnect"]) {
    const [file] = await Promise.all([admin.waitForEvent("download"), admin.getByRole("link", { name: `Download ${script}` }).click()]);
    expect(file.suggestedFilename()).toBe(script);
    const text = await (await admin.request.get(`${portal.url}/api/v1/routing/scripts/${script}`)).text();
    expect(text).toMatch(/^#!\/bin\/sh\n/);
  }
});

test("the same on a phone of 390 px", async ({ browser }) => {
  const context = await browser.newContext({ storageState: signedIn, viewport: { width: 390, height: 800 } });
  const phone = await context.newPage();
  await open(phone);
  await protocol(phone).selectOption("ospf");
  await phone.getByLabel("Go without a key").check();
  await review(phone);
  await expect(line(phone, "vpn1", "ip ospf area 0.0.0.51")).toBeVisible();
  await dialog(phone).getByRole("button", { name: "Change routing" }).click();
  await expect(dialog(phone)).toBeHidden();
  expect(await routing(phone)).toMatchObject({ protocol: "ospf", ospfKeyIsSet: false });
  await context.close();
});

test("the same with the keyboard alone: Enter submits, Esc gives the focus back", async ({ browser }) => {
  const page = await (await browser.newContext({ storageState: signedIn })).newPage();
  await open(page);
  await tabTo(page, "Dead interval", "spinbutton");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("6");
  await page.keyboard.press("Enter");
  await expect(dialog(page).getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toBeHidden();
  await page.getByLabel("Dead interval").focus();
  await page.keyboard.press("Enter");
  await expect(dialog(page).getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(dialog(page)).toBeHidden();
  expect((await routing(page)).deadSeconds).toBe(6);

  await openEdit(page, "vpn2");
  await tabTo(page, "Port", "spinbutton");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("1195");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`${portal.url}/nodes/vpn2`);
  expect((await read(page, "/api/v1/nodes/vpn2")).port).toBe(1195);
  await page.context().close();
});

test("portal.1: axe finds nothing on the pages, the question and the errors, in both themes, on a phone too", async ({ browser }) => {
  await walk(
    browser,
    stopsOf({
      routing: open,
      "routing-bgp": async (page) => {
        await open(page);
        await protocol(page).selectOption("bgp");
      },
      "routing-review": async (page) => {
        await open(page);
        await protocol(page).selectOption("bgp");
        await review(page);
        await expect(dialog(page).getByRole("list", { name: "frr.conf of vpn1" })).toBeVisible();
      },
      "routing-error": async (page) => {
        await open(page);
        await page.getByLabel("Area").fill("1.2.3");
        await review(page);
        await expect(page.getByLabel("Area")).toHaveAccessibleDescription(/must be a number from 0 to 4294967295/);
      },
      "node-edit": (page) => openEdit(page, "vpn1"),
      "node-edit-error": async (page) => {
        await openEdit(page, "vpn1");
        await page.getByLabel("Core interface").fill("tun0");
        await save(page);
        await expect(page.getByLabel("Core interface")).toHaveAccessibleDescription(/is the node’s tunnel/);
      },
    }),
    signedIn,
  );
});
