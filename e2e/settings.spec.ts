import { expect, test, type Page } from "@playwright/test";
import { addNodeInBrowser } from "./pages/add-node";
import { joinByApi } from "./pages/join-node";
import { walk, type State } from "./looks";
import { setUpInBrowser } from "./pages/set-up";
import { tabTo } from "./tab-to";
import { startPortal, type Portal } from "./portal";

const ADMIN = { name: "Ada Admin", email: "ada@example.org", password: "a password of some length" };
let portal: Portal;
let admin: Page;
let signedIn: State;

test.describe.configure({ mode: "serial", timeout: 240_000 });
test.beforeAll(async ({ browser }) => {
  portal = await startPortal();
  admin = await (await browser.newContext()).newPage();
  await setUpInBrowser(admin, portal.setupLink ?? "", { admin: ADMIN, cluster: "Harbour" });
  signedIn = await admin.context().storageState();
  await joinByApi(portal.url, "vpn1", await addNodeInBrowser(admin, portal.url, { name: "vpn1", address: "198.51.100.25" }));
});
test.afterAll(() => portal?.stop());

const open = async (page: Page) => {
  await page.goto(`${portal.url}/settings`);
  await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Review changes" })).toBeEnabled();
};
const review = (page: Page) => page.getByRole("button", { name: "Review changes" }).click();
const dialog = (page: Page) => page.getByRole("dialog", { name: "Change settings?" });
const settings = async (page: Page): Promise<Record<string, unknown>> => (await page.request.get(`${portal.url}/api/v1/settings`)).json();

test("a change says what it does to nodes and profiles before it is made, and stands in the audit log as before and after", async () => {
  await open(admin);
  await admin.getByLabel("MTU of the tunnel").fill("1400");
  await admin.getByLabel("IPv4 routes").fill("10.20.0.0/24\n10.30.0.0/16");
  await admin.getByLabel("Devices per user").fill("9");
  await review(admin);
  const asked = dialog(admin);
  await expect(asked.getByText("OpenVPN restarts on vpn1")).toBeVisible();
  const conf = asked.getByRole("list", { name: "server.conf of vpn1" });
  await expect(conf.getByText("tun-mtu 1400", { exact: true })).toBeVisible();
  await expect(conf.getByText('push "route 10.30.0.0 255.255.0.0"')).toBeVisible();
  await expect(asked.getByRole("list", { name: "New profiles" }).getByText("tun-mtu 1400", { exact: true })).toBeVisible();
  await expect(asked.getByRole("button", { name: "Cancel" })).toBeFocused();
  expect((await settings(admin)).tunMtu).toBeNull();
  await asked.getByRole("button", { name: "Change settings" }).click();
  await expect(admin.getByText(/Settings changed: revision \d+ is on its way/).first()).toBeVisible();
  await expect(asked).toBeHidden();
  await admin.reload();
  await expect(admin.getByLabel("MTU of the tunnel")).toHaveValue("1400");
  expect(await settings(admin)).toMatchObject({ version: 2, tunMtu: 1400, deviceLimit: 9, routes4: ["10.20.0.0/24", "10.30.0.0/16"] });

  await admin.goto(`${portal.url}/audit?action=settings.change`);
  await admin.getByText("Settings changed", { exact: true }).last().click();
  const row = admin.getByRole("table", { name: "What changed" }).getByRole("row", { name: /^Devices per user/ });
  await expect(row.getByRole("cell")).toHaveText(["5", "9"]);
});

test("what is wrong is said under its field, and what was typed stays", async () => {
  await open(admin);
  await admin.getByLabel("MTU of the tunnel").fill("9000");
  await admin.getByLabel("IPv6 routes").fill("fd00:20::1/48");
  await review(admin);
  await expect(admin.getByLabel("MTU of the tunnel")).toHaveAccessibleDescription(/A whole number from 1,280 to 1,500\./);
  await admin.getByLabel("MTU of the tunnel").fill("1500");
  await review(admin);
  await expect(admin.getByLabel("IPv6 routes")).toHaveAccessibleDescription(/is not an IPv6 network/);
  await expect(admin.getByLabel("IPv6 routes")).toHaveValue("fd00:20::1/48");
  await admin.getByLabel("IPv6 routes").fill("");
  await admin.getByLabel("Split DNS").check();
  await review(admin);
  await expect(admin.getByLabel("Split DNS")).toHaveAccessibleDescription(/Split DNS needs a name server and a search domain/);
  await expect(admin.getByLabel("Split DNS")).toBeChecked();
});

test("portal.7: two who change the settings: the second is told, keeps what was typed, and changes nothing unseen", async ({ browser }) => {
  const other = await (await browser.newContext({ storageState: signedIn })).newPage();
  await Promise.all([open(admin), open(other)]);
  await other.getByLabel("Life of an invitation").fill("24");
  await review(other);
  await expect(dialog(other).getByText("No node and no profile changes.")).toBeVisible();
  await dialog(other).getByRole("button", { name: "Change settings" }).click();
  await expect(dialog(other)).toBeHidden();
  await expect(admin.getByText("The settings were changed meanwhile")).toBeVisible({ timeout: 10_000 });
  await admin.getByLabel("Quarantine of an address").fill("60");
  await review(admin);
  await expect(admin.getByText("Somebody else has changed the settings since you opened it.")).toBeVisible();
  await expect(admin.getByLabel("Quarantine of an address")).toHaveValue("60");
  await admin.getByRole("button", { name: "Load current settings" }).click();
  await expect(admin.getByLabel("Life of an invitation")).toHaveValue("24");
  await admin.getByLabel("Quarantine of an address").fill("60");
  await review(admin);
  await dialog(admin).getByRole("button", { name: "Change settings" }).click();
  await expect(dialog(admin)).toBeHidden();
  expect(await settings(admin)).toMatchObject({ invitationHours: 24, quarantineDays: 60 });
  await other.context().close();
});

test("the same on a phone of 390 px", async ({ browser }) => {
  const context = await browser.newContext({ storageState: signedIn, viewport: { width: 390, height: 800 } });
  const phone = await context.newPage();
  await open(phone);
  await phone.getByLabel("TCP segment limit (mssfix)").fill("1300");
  await review(phone);
  await expect(dialog(phone).getByText("mssfix 1300", { exact: true })).toBeVisible();
  await dialog(phone).getByRole("button", { name: "Change settings" }).click();
  await expect(dialog(phone)).toBeHidden();
  expect((await settings(phone)).mssfix).toBe(1300);
  await context.close();
});

test("the same with the keyboard alone: Esc gives the focus back, Enter submits", async ({ browser }) => {
  const page = await (await browser.newContext({ storageState: signedIn })).newPage();
  await open(page);
  await tabTo(page, "Past VPN sessions are kept", "spinbutton");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("90");
  await page.keyboard.press("Enter");
  await expect(dialog(page).getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toBeHidden();
  await page.getByLabel("Past VPN sessions are kept").focus();
  await page.keyboard.press("Enter");
  await expect(dialog(page).getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(dialog(page)).toBeHidden();
  expect((await settings(page)).vpnSessionDays).toBe(90);
  await page.context().close();
});

test("portal.1: axe finds nothing on the page, its question and its errors, in both themes, on a phone too", async ({ browser }) => {
  await walk(
    browser,
    [
      { name: "settings", go: open },
      {
        name: "settings-review",
        go: async (page) => {
          await open(page);
          await page.getByLabel("IPv4 routes").fill("10.20.0.0/24\n10.40.0.0/16");
          await page.getByLabel("MTU of the tunnel").fill("");
          await page.getByLabel("Clients say goodbye").uncheck();
          await review(page);
          await expect(dialog(page).getByText("OpenVPN restarts on vpn1")).toBeVisible();
        },
      },
      {
        name: "settings-error",
        go: async (page) => {
          await open(page);
          await page.getByLabel("Devices per user").fill("0");
          await review(page);
          await expect(page.getByLabel("Devices per user")).toHaveAccessibleDescription(/A whole number from 1 to 100\./);
        },
      },
    ],
    signedIn,
  );
});
