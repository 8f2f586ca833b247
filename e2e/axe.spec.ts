import { expect, test } from "@playwright/test";
import { faults, linkTo, pageAt, pressAt, walk, type State } from "./looks";
import { addNodeInBrowser } from "./pages/add-node";
import { addUserInBrowser } from "./pages/add-user";
import { joinByApi } from "./pages/join-node";
import { clickOffboard, prepareToOffboard } from "./pages/offboard-user";
import { setUpInBrowser } from "./pages/set-up";
import { startPortal, type Portal } from "./portal";

const ADMIN = { name: "Ada Admin", email: "ada@example.org", password: "a password of some length" };
let portal: Portal;
let signedIn: State;
let usedLink = "";
let openLink = "";

test.describe.configure({ mode: "serial", timeout: 480_000 });
test.beforeAll(async () => {
  portal = await startPortal();
});
test.afterAll(() => portal?.stop());

const origin = () => portal.url;
const [at, press] = [pageAt(origin), pressAt(origin)];

test("way.8 axe finds nothing before and in setup", async ({ browser }) => {
  await walk(browser, [
    {
      name: "setup without a link",
      go: async (page) => {
        await page.goto(`${portal.url}/setup`);
        await expect(page.getByText("Open the setup link")).toBeVisible();
      },
    },
    linkTo("a bad setup link", () => `${portal.url}/setup#${"x".repeat(43)}`, "This setup link does not work"),
    linkTo("setup", () => portal.setupLink ?? "", "Your name"),
    {
      name: "setup with errors",
      go: async (page) => {
        await page.getByRole("button", { name: "Set up cluster" }).click();
        await expect(page.getByText("Enter your name.")).toBeVisible();
      },
    },
  ]);
  const page = await browser.newPage();
  await setUpInBrowser(page, portal.setupLink ?? "", { admin: ADMIN, cluster: "Harbour" });
  expect(page.url()).toBe(`${portal.url}/`);
  signedIn = await page.context().storageState();
  await page.context().close();
});

test("way.8 axe finds nothing on the pages of an empty cluster", async ({ browser }) => {
  await walk(
    browser,
    [
      at("/", "Overview"),
      at("/users", "Users"),
      at("/nodes", "Nodes"),
      at("/nodes/new", "Add node"),
      at("/authority", "Authority"),
      at("/audit", "Audit"),
    ],
    signedIn,
  );
});

test("way.8 axe finds nothing where something is shown once, and in an invitation from its opening to its end", async ({
  browser,
}, info) => {
  const context = await browser.newContext({ storageState: signedIn });
  const page = await context.newPage();
  const command = await addNodeInBrowser(page, portal.url, { name: "vpn1", address: "198.51.100.25" });
  expect(await faults(page, "a join command")).toEqual([]);
  await joinByApi(portal.url, "vpn1", command);
  await addNodeInBrowser(page, portal.url, { name: "vpn2", address: "2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff" });
  usedLink = await addUserInBrowser(page, portal.url, { name: "Ann Smith", username: "ann.smith" });
  expect(await faults(page, "an invitation's link")).toEqual([]);
  openLink = await addUserInBrowser(page, portal.url, {
    name: "Maximiliana Konstantinopolitanska-Wolfeschlegelsteinhausenberg",
    username: "maximiliana.wolfeschlegelsteinhausen",
  });
  await context.close();

  const theirs = await (await browser.newContext()).newPage();
  await theirs.goto(usedLink);
  await theirs.getByRole("textbox", { name: "Passphrase (optional)", exact: true }).fill("one");
  await theirs.getByRole("button", { name: "Make my profile" }).click();
  await expect(theirs.getByText("The two passphrases are not the same.")).toBeVisible();
  expect(await faults(theirs, "two passphrases that differ")).toEqual([]);
  await theirs.getByRole("textbox", { name: "Passphrase (optional)", exact: true }).fill("");
  const saving = theirs.waitForEvent("download", { timeout: 30_000 });
  await theirs.getByRole("button", { name: "Make my profile" }).click();
  await (await saving).saveAs(info.outputPath("ann.ovpn"));
  await expect(theirs.getByText("Ready on 0 of 1 node")).toBeVisible();
  expect(await faults(theirs, "a profile that was made")).toEqual([]);
  await theirs.context().close();
});

test("way.8 axe finds nothing on any page, dialog, error and empty state", async ({ browser }) => {
  const ann = "/users/ann.smith";
  const long = "/users/maximiliana.wolfeschlegelsteinhausen";
  await walk(
    browser,
    [
      at("/", "Overview"),
      at("/users", "Users"),
      at("/users?q=nobody+at+all", "Users"),
      at(ann, "Ann Smith"),
      at(long, /^Maximiliana/),
      at("/nodes", "Nodes"),
      at("/nodes/vpn1", "vpn1"),
      at("/nodes/vpn2", "vpn2"),
      at("/authority", "Authority"),
      at("/audit", "Audit"),
      at("/audit?subject=user+nobody", "Audit"),
      at("/users/nobody", "Not found"),
      at("/nowhere", "There is nothing here"),
      press("the question before an offboarding", ann, "Offboard user", "This cannot be undone."),
      press("an offboarding without the name", ann, "Offboard user", "Type ann.smith to confirm.", (page) =>
        page.getByRole("dialog").getByRole("button", { name: "Offboard user" }).click(),
      ),
      press("the question before a revocation", ann, "Revoke device: laptop", "Reason"),
      press("adding a device", ann, "Add device", "Device name"),
      press("a device's name that is taken", ann, "Add device", "already has a device laptop", async (page) => {
        await page.getByLabel("Device name").fill("laptop");
        await page.keyboard.press("Enter");
      }),
      press("inviting again", long, "Invite again: laptop", "An older link that is still open stops working."),
      press("withdrawing an invitation", long, "Withdraw invitation: laptop", "The link that was sent"),
      press("a new join command", "/nodes/vpn2", "New join command", "stops working"),
      press("removing a node", "/nodes/vpn1", "Remove node", "This cannot be undone."),
      press("a user without a name", "/users/new", "Add user", "Enter the person’s name"),
      press("a root key without a passphrase", "/authority", "Download root key", "The passphrase must have 12 characters or more."),
      {
        name: "the menu",
        anew: true,
        go: async (page) => {
          await page.goto(portal.url);
          const menu = page.getByRole("button", { name: "Menu" });
          if (await menu.isVisible()) await menu.click();
          await expect(page.getByRole("button", { name: "Sign out" })).toBeVisible();
        },
      },
    ],
    signedIn,
  );
});

test("way.8 axe finds nothing after an offboarding, and on the pages of those who are not signed in", async ({ browser }) => {
  const page = await (await browser.newContext({ storageState: signedIn })).newPage();
  await prepareToOffboard(page, portal.url, "ann.smith");
  await clickOffboard(page);
  await expect(page.getByText("refused on 0 of 1 node")).toBeVisible();
  await page.context().close();
  await walk(browser, [at("/users/ann.smith", "Ann Smith")], signedIn);
  await walk(browser, [
    // First, because a tab keeps the token of the invitation that it has opened.
    linkTo("an invitation without its token", () => `${portal.url}/invitation`, "The link is not whole"),
    at("/sign-in", "Sign in"),
    press("a wrong password", "/sign-in", "Sign in", "do not go together", async (visitor) => {
      await visitor.getByLabel("E-mail").fill("nobody@example.org");
      await visitor.getByLabel("Password").fill("a wrong one");
      await visitor.keyboard.press("Enter");
    }),
    at("/setup", "Set up"),
    linkTo("an open invitation", () => openLink, "This link makes one VPN profile"),
    linkTo("a used invitation", () => usedLink, "This invitation cannot be used"),
  ]);
});
