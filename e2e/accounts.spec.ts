import { expect, test, type Page } from "@playwright/test";
import { inviteInBrowser, joinInBrowser, PASSWORD, signInInBrowser } from "./accounts/people";
import { addUserInBrowser } from "./pages/add-user";
import { setUpInBrowser } from "./pages/set-up";
import { startPortal, type Portal } from "./portal";
import { tabTo } from "./tab-to";

const ADMIN = { name: "Ada Admin", email: "ada@example.org", password: "a password of some length" };
let portal: Portal;
let ada: Page;
let olga: Page;

test.use({ actionTimeout: 15_000 });
test.describe.configure({ mode: "serial", timeout: 240_000 });
test.beforeAll(async ({ browser }) => {
  portal = await startPortal();
  ada = await (await browser.newContext()).newPage();
  olga = await (await browser.newContext()).newPage();
  await setUpInBrowser(ada, portal.setupLink ?? "", { admin: ADMIN, cluster: "Harbour" });
});
test.afterAll(() => portal?.stop());

const openAccount = async (page: Page, name: string) => {
  await page.goto(`${portal.url}/accounts`);
  await page.getByRole("table", { name: "Accounts" }).getByRole("link", { name }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
};
const role = (page: Page) => page.getByRole("region", { name: "This account" }).getByText(/^(admin|operator|auditor|none): /);

test("portal.1 an account invitation makes one account, in the browser of whoever has the link", async ({ page }) => {
  const link = await inviteInBrowser(ada, portal.url, { email: "olga@example.org", role: "operator" });
  await olga.goto(link);
  await expect(olga.getByRole("heading", { level: 1, name: "Join Harbour" })).toBeVisible();
  expect(olga.url(), "the token leaves the address bar").toBe(`${portal.url}/join`);
  await expect(olga.getByText("with the role operator")).toBeVisible();
  await olga.getByLabel("Your name").fill("Olga Operator");
  await olga.getByLabel("Password").fill("short");
  await olga.getByRole("button", { name: "Make account" }).click();
  await expect(olga.getByText("The password must have 12 characters or more.")).toBeVisible();
  await expect(olga.getByLabel("Your name")).toHaveValue("Olga Operator");
  await olga.getByLabel("Password").fill(PASSWORD);
  await olga.getByRole("button", { name: "Make account" }).click();
  await expect(olga.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  await olga.goto(`${portal.url}/accounts`);
  await expect(olga.getByText("Your role (operator) does not allow this.")).toBeVisible();
  await page.goto(link);
  await expect(page.getByText("This invitation was used already")).toBeVisible();
  await page.goto("about:blank");
  await page.goto(`${portal.url}/join`);
  await expect(page.getByText(/The link is not whole|was used already/)).toBeVisible();
});

test("portal.1 an invitation is replaced and withdrawn; a second account for an address is refused under its field", async ({ page }) => {
  const first = await inviteInBrowser(ada, portal.url, { email: "later@example.org", role: "auditor" });
  await inviteInBrowser(ada, portal.url, { email: "later@example.org", role: "auditor" });
  await page.goto(first);
  await expect(page.getByText("was withdrawn, or a newer one took its place")).toBeVisible();
  await ada.goto(`${portal.url}/accounts/invitations`);
  await inviteInBrowser(ada, portal.url, { email: "never@example.org", role: "auditor" });
  await ada.goto(`${portal.url}/accounts/invitations`);
  await ada.getByRole("button", { name: "Actions for the invitation of never@example.org" }).click();
  await ada.getByRole("button", { name: "Withdraw invitation" }).click();
  await expect(ada.getByRole("row", { name: /never@example.org/ })).toContainText("Withdrawn");
  await ada.getByRole("button", { name: "Invite account" }).click();
  const dialog = ada.getByRole("dialog", { name: "Invite account" });
  await dialog.getByLabel("E-mail").fill("olga@example.org");
  await ada.keyboard.press("Enter");
  await expect(dialog.getByText("olga@example.org has an account already.")).toBeVisible();
  await expect(dialog.getByLabel("E-mail")).toBeFocused();
  await expect(dialog.getByLabel("E-mail")).toHaveValue("olga@example.org");
});

test("portal.7 a role holds with the next click; of two admins with the same form the second is told, and keeps what was chosen", async ({
  browser,
}) => {
  const second = await (await browser.newContext({ storageState: await ada.context().storageState() })).newPage();
  // The stream is cut off, so that this page shows what was true when it was opened.
  await second.route("**/api/v1/events", (route) => route.abort());
  await openAccount(ada, "Olga Operator");
  await openAccount(second, "Olga Operator");
  await ada.getByLabel("Role", { exact: true }).selectOption("auditor");
  await ada.getByRole("button", { name: "Change account" }).click();
  await expect(role(ada)).toHaveText(/^auditor/);
  await olga.goto(`${portal.url}/accounts`);
  await expect(olga.getByRole("heading", { level: 1, name: "Accounts" })).toBeVisible();
  await expect(olga.getByRole("button", { name: "Invite account" })).toHaveAttribute("aria-disabled", "true");

  await second.getByLabel("Role", { exact: true }).selectOption("admin");
  await second.getByRole("button", { name: "Change account" }).click();
  await expect(second.getByText("Somebody else has changed the account olga@example.org since you opened it.")).toBeVisible();
  await expect(second.getByLabel("Role", { exact: true })).toHaveValue("admin");
  await expect(role(ada)).toHaveText(/^auditor/);
  await second.context().close();
});

test("portal.1 an account without a role sees its own devices and nothing else", async ({ browser }) => {
  await addUserInBrowser(ada, portal.url, { name: "Nina None", username: "nina" });
  const nina = await (await browser.newContext()).newPage();
  await joinInBrowser(
    nina,
    await inviteInBrowser(ada, portal.url, { email: "nina@example.org", role: "none", username: "nina" }),
    "Nina None",
  );
  await expect(nina.getByRole("heading", { level: 1, name: "Your account" })).toBeVisible();
  const row = nina.getByRole("table", { name: "Your devices" }).getByRole("row", { name: /laptop/ });
  await expect(row).toContainText("Invited");
  await expect(row).toContainText("10.8.0.");
  for (const path of ["/", "/users", "/accounts", "/audit"]) {
    await nina.goto(`${portal.url}${path}`);
    await expect(nina).toHaveURL(`${portal.url}/account`);
  }
  await nina.context().close();
});

test("portal.1 sign-in sessions are ended by an admin; sign-in leads back to where one was", async () => {
  await olga.goto(`${portal.url}/users?q=nina`);
  await expect(olga.getByRole("heading", { level: 1, name: /^Users/ })).toBeVisible();
  await openAccount(ada, "Olga Operator");
  await ada.getByRole("button", { name: "End all sign-in sessions" }).click();
  await expect(ada.getByText("Signed in nowhere.")).toBeVisible();
  await olga.goto(`${portal.url}/users?q=nina`);
  await expect(olga.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await signInInBrowser(olga, "olga@example.org");
  await expect(olga).toHaveURL(`${portal.url}/users?q=nina`);
  await olga.goto(`${portal.url}/sign-in?next=//evil.example/`);
  await signInInBrowser(olga, "olga@example.org");
  await expect(olga).toHaveURL(`${portal.url}/`);
});

test("portal.1 who was refused at sign-in, from where, and whose account it was about; in what was typed may be a password", async ({
  browser,
}) => {
  const typed = "correct horse battery staple 9";
  for (const email of ["ada@example.org", typed]) {
    const answer = await fetch(`${portal.url}/api/auth/sign-in/email`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: portal.url, "x-forwarded-for": "203.0.113.77" },
      body: JSON.stringify({ email, password: "not this one at all" }),
    });
    expect(answer.status).toBe(401);
  }
  await ada.goto(`${portal.url}/audit`);
  await ada.getByRole("link", { name: "Refused sign-ins" }).click();
  await expect(ada.getByRole("heading", { level: 1, name: "Refused sign-ins" })).toBeVisible();
  const rows = ada.getByRole("table", { name: "Refused sign-ins" }).getByRole("row").filter({ hasText: "203.0.113.77" });
  // For ten seconds an attempt may be one that succeeds.
  await expect(async () => {
    await ada.reload();
    await expect(rows).toHaveCount(2, { timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
  await expect(rows.filter({ hasText: "Nobody’s address" })).toHaveCount(1);
  await expect(ada.getByText(typed)).toHaveCount(0);
  const context = await browser.newContext({ storageState: await ada.context().storageState(), viewport: { width: 390, height: 800 } });
  const phone = await context.newPage();
  await phone.goto(ada.url());
  await expect(phone.getByText("203.0.113.77").first()).toBeVisible();
  await tabTo(phone, "Export refused sign-ins as CSV", "link");
  await context.close();
  await rows.getByRole("link", { name: "ada@example.org" }).click();
  await ada.getByRole("link", { name: "Show those of 90 days" }).click();
  await expect(ada.getByText("Only ada@example.org")).toBeVisible();
  await expect(rows).toHaveCount(1);
});

test("portal.1 the last admin is barred from leaving, in words; another account is removed by typing its address", async () => {
  await openAccount(ada, "Ada Admin");
  await expect(ada.getByRole("button", { name: "Remove account" })).toHaveAttribute("aria-disabled", "true");
  await expect(ada.getByText("This is the last account with the role admin")).toBeAttached();
  await ada.getByLabel("Role", { exact: true }).selectOption("none");
  await ada.getByRole("button", { name: "Change account" }).click();
  await expect(ada.locator("p", { hasText: "Make somebody else an admin first." }).first()).toBeVisible();
  await expect(ada.getByLabel("Role", { exact: true })).toBeFocused();

  await openAccount(ada, "Olga Operator");
  await ada.getByRole("button", { name: "Remove account" }).click();
  const dialog = ada.getByRole("dialog", { name: "Remove Olga Operator" });
  await dialog.getByRole("button", { name: "Remove account" }).click();
  await expect(dialog.getByText("Type olga@example.org to confirm.")).toBeVisible();
  await dialog.getByLabel("E-mail address").fill("olga@example.org");
  await dialog.getByRole("button", { name: "Remove account" }).click();
  await expect(ada.getByRole("heading", { level: 1, name: /^Accounts/ })).toBeVisible();
  await expect(ada.getByRole("link", { name: "Olga Operator" })).toHaveCount(0);
  await olga.goto(portal.url);
  await expect(olga.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
});
