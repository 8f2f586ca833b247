import { expect, test, type Page } from "@playwright/test";
import { faults, linkTo, pageAt, pressAt, walk } from "../looks";
import { setUpInBrowser } from "../pages/set-up";
import { startPortal, type Portal } from "../portal";

import { inviteInBrowser, joinInBrowser, PASSWORD } from "./people";

const ADMIN = { name: "Ada Admin", email: "ada@example.org", password: "a password of some length" };
let portal: Portal;
let ada: Page;
let openLink = "";

test.use({ actionTimeout: 15_000 });
test.describe.configure({ mode: "serial", timeout: 300_000 });
test.beforeAll(async ({ browser }) => {
  portal = await startPortal();
  ada = await (await browser.newContext()).newPage();
  await setUpInBrowser(ada, portal.setupLink ?? "", { admin: ADMIN, cluster: "Harbour" });
  openLink = await inviteInBrowser(ada, portal.url, { email: "later@example.org", role: "auditor" });
});
test.afterAll(() => portal?.stop());

const openAccount = async (page: Page, name: string) => {
  await page.goto(`${portal.url}/accounts`);
  await page.getByRole("table", { name: "Accounts" }).getByRole("link", { name }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
};
const role = (page: Page) => page.getByRole("region", { name: "This account" }).getByText(/^(admin|operator|auditor|none): /);

test("portal.1 by keyboard alone: invite, join, change a role, create a token", async ({ browser }) => {
  const reach = async (page: Page, label: string, kind: "button" | "link") => {
    const element = page.getByRole("main").getByRole(kind, { name: label, exact: true }).first();
    for (let presses = 0; presses < 60; presses++) {
      if (await element.evaluate((node) => node === document.activeElement)) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`60 times Tab did not lead to ${label}`);
  };
  await ada.goto(`${portal.url}/accounts`);
  await reach(ada, "Invite account", "button");
  await ada.keyboard.press("Enter");
  await expect(ada.getByRole("dialog").getByLabel("E-mail")).toBeFocused();
  await ada.keyboard.type("kim@example.org");
  await ada.keyboard.press("Enter");
  await expect(ada.getByRole("button", { name: "Copy link" })).toBeFocused();
  const link = await ada.getByLabel("Invitation link for kim@example.org").innerText();
  await ada.keyboard.press("Escape");
  await expect(ada.getByRole("button", { name: "Invite account" }), "the focus comes back").toBeFocused();

  const kim = await (await browser.newContext()).newPage();
  await kim.goto(link);
  await expect(kim.getByLabel("Your name")).toBeFocused();
  await kim.keyboard.type("Kim Keys");
  await kim.keyboard.press("Tab");
  await kim.keyboard.type(PASSWORD);
  await kim.keyboard.press("Enter");
  await expect(kim.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  await kim.context().close();

  await ada.reload();
  await reach(ada, "Kim Keys", "link");
  await ada.keyboard.press("Enter");
  await expect(ada.getByRole("heading", { level: 1, name: "Kim Keys" })).toBeFocused();
  const select = ada.getByLabel("Role", { exact: true });
  for (let presses = 0; presses < 40 && !(await select.evaluate((node) => node === document.activeElement)); presses++)
    await ada.keyboard.press("Tab");
  await ada.keyboard.type("auditor");
  await ada.keyboard.press("Tab");
  await ada.keyboard.press("Enter");
  await expect(role(ada)).toHaveText(/^auditor/);

  await ada.goto(`${portal.url}/accounts/tokens`);
  await reach(ada, "Create token", "button");
  await ada.keyboard.press("Enter");
  await ada.keyboard.type("night job");
  await ada.keyboard.press("Enter");
  await expect(ada.getByRole("button", { name: "Copy token" })).toBeFocused();
  await ada.keyboard.press("Escape");
  await expect(ada.getByRole("link", { name: "night job" })).toBeVisible();
});

test("portal.1 at 390 px: an invitation is sent, an account is found and its sign-in session ended", async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 800 }, storageState: await ada.context().storageState() });
  const phone = await context.newPage();
  const link = await inviteInBrowser(phone, portal.url, { email: "phone@example.org", role: "auditor" });
  const theirs = await (await browser.newContext({ viewport: { width: 390, height: 800 } })).newPage();
  await joinInBrowser(theirs, link, "Phone Person");
  await phone.getByRole("searchbox", { name: "Search accounts" }).fill("phone");
  await expect(phone).toHaveURL(/q=phone/);
  await expect(phone.getByRole("table", { name: "Accounts" }).getByRole("row")).toHaveCount(2);
  await phone.getByRole("link", { name: "Phone Person" }).click();
  const end = phone.getByRole("button", { name: "End sign-in session" });
  const actions = phone.getByRole("button", { name: /^Actions for the sign-in session/ });
  await actions.click();
  await expect(end).toBeVisible();
  // A page that scrolls takes the menu with its button, above it or below.
  const menu = phone.getByRole("group", { name: /^Actions for the sign-in session/ });
  const apart = async () => {
    const [button, shown] = await Promise.all([actions.boundingBox(), menu.boundingBox()]);
    return button && shown ? Math.max(shown.y - button.y - button.height, button.y - shown.y - shown.height) : Number.NaN;
  };
  expect(await apart()).toBeCloseTo(4, 0);
  const scrolled = () => phone.evaluate(() => scrollY);
  const before = await scrolled();
  await phone.mouse.wheel(0, before > 40 ? -40 : 40);
  await expect.poll(scrolled).not.toBe(before);
  await expect.poll(apart).toBeCloseTo(4, 0);
  await expect(end).toBeVisible();
  expect(await faults(phone, "the open menu")).toEqual([]);
  await end.click();
  await expect(phone.getByText("Signed in nowhere.")).toBeVisible();
  await theirs.reload();
  await expect(theirs.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await theirs.context().close();
  await context.close();
});

test("portal.1 axe finds nothing on the pages of accounts, their dialogs, errors and empty states, in both themes", async ({ browser }) => {
  const origin = () => portal.url;
  const [at, press] = [pageAt(origin), pressAt(origin)];
  await openAccount(ada, "Kim Keys");
  const kim = new URL(ada.url()).pathname;
  await ada.goto(`${portal.url}/accounts/tokens`);
  const token = (await ada.getByRole("link", { name: "night job" }).getAttribute("href")) ?? "";
  const enter = (label: string, text: string) => async (page: Page) => {
    await page.getByRole("dialog").getByLabel(label).fill(text);
    await page.keyboard.press("Enter");
  };
  await walk(
    browser,
    [
      at("/accounts", /^Accounts/),
      at("/accounts?q=nobody+at+all", /^Accounts/),
      at("/accounts?role=operator", /^Accounts/),
      at("/accounts/invitations", "Account invitations"),
      at("/accounts/tokens", "API tokens"),
      at(kim, "Kim Keys"),
      at(token, "night job"),
      at("/account", "Your account"),
      press("inviting", "/accounts", "Invite account", "They open the link"),
      press("inviting twice", "/accounts", "Invite account", "has an account already", enter("E-mail", "kim@example.org")),
      press("removing", kim, "Remove account", "is signed out everywhere at once"),
      press("creating a token", "/accounts/tokens", "Create token", "The audit log calls the program by it"),
      press("a token's name twice", "/accounts/tokens", "Create token", "choose another", enter("Name", "night job")),
      press("revoking", token, "Revoke token", "are refused with their next request"),
      press("a password that is missing", "/account", "Change password", "Enter your current password."),
    ],
    await ada.context().storageState(),
  );
  await walk(browser, [
    linkTo("join without a token", () => `${portal.url}/join`, "The link is not whole"),
    linkTo("join", () => openLink, "Choose a password"),
    linkTo("join with a bad token", () => `${portal.url}/join#${"x".repeat(43)}`, "not one of ours"),
  ]);
});
