import { expect, test, type Page } from "@playwright/test";
import { setUpInBrowser } from "../pages/set-up";
import { startPortal, type Portal } from "../portal";
import { inviteInBrowser, joinInBrowser, PASSWORD, signInInBrowser } from "./people";

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
  await joinInBrowser(olga, await inviteInBrowser(ada, portal.url, { email: "olga@example.org", role: "operator" }), "Olga Operator");
});
test.afterAll(() => portal?.stop());

test("portal.1 a password is changed on one's own page: errors under their fields, other sign-in sessions end", async ({ browser }) => {
  const elsewhere = await (await browser.newContext()).newPage();
  await elsewhere.goto(`${portal.url}/sign-in`);
  await signInInBrowser(elsewhere, "olga@example.org");
  await expect(elsewhere.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();

  await olga.goto(portal.url);
  await olga.getByRole("link", { name: "olga@example.org" }).click();
  await expect(olga.getByRole("heading", { level: 1, name: "Your account" })).toBeVisible();
  const change = async (current: string, next: string, again = next) => {
    await olga.getByLabel("Current password").fill(current);
    await olga.getByLabel("New password", { exact: true }).fill(next);
    await olga.getByLabel("New password again").fill(again);
    await olga.getByRole("button", { name: "Change password" }).click();
  };
  await change("not the password", "four words and even more");
  await expect(olga.getByText("This is not your current password.")).toBeVisible();
  await change(PASSWORD, "four words and even more", "four words and less");
  await expect(olga.getByText("The two passwords are not the same.")).toBeVisible();
  await change(PASSWORD, "four words and even more");
  await expect(olga.getByText("Your password was changed").first()).toBeVisible();
  await expect(olga.getByLabel("Current password")).toHaveValue("");
  await elsewhere.goto(portal.url);
  await expect(elsewhere.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await signInInBrowser(elsewhere, "olga@example.org", "four words and even more");
  await expect(elsewhere.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();

  await olga.reload();
  const sessions = olga.getByRole("table", { name: "Sign-in sessions" });
  await expect(sessions.getByRole("row")).toHaveCount(3);
  await olga.getByRole("button", { name: "End other sign-in sessions" }).click();
  await expect(sessions.getByRole("row")).toHaveCount(2);
  await expect(sessions.getByText("this one")).toBeVisible();
  await elsewhere.reload();
  await expect(elsewhere.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await elsewhere.context().close();
});

test("portal.1 an API token is shown once, works as far as its role goes, and is revoked at once", async () => {
  await ada.goto(`${portal.url}/accounts/tokens`);
  await expect(ada.getByText("No API tokens yet.")).toBeVisible();
  await ada.getByRole("button", { name: "Create token" }).click();
  const dialog = ada.getByRole("dialog", { name: "Create API token" });
  await dialog.getByLabel("Name").fill("backup script");
  await dialog.getByLabel("Role").selectOption("auditor");
  await dialog.getByRole("button", { name: "Create token" }).click();
  const token = await dialog.getByLabel("API token backup script").innerText();
  await dialog.getByRole("button", { name: "Done" }).click();
  const ask = (path: string, method = "GET", body?: unknown) =>
    fetch(`${portal.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const read = await ask("/accounts");
  expect(read.status).toBe(200);
  expect(read.headers.get("ratelimit-limit")).toBe("600");
  expect((await ask("/tokens", "POST", { name: "more", role: "admin", expiresInDays: 1 })).status).toBe(403);
  expect((await ask("/own")).status, "a program has nothing of its own").toBe(401);
  await ada.reload();
  expect(await ada.content(), "shown once").not.toContain(token);
  await expect(ada.getByRole("row", { name: /backup script/ })).toContainText("Good");
  await expect(ada.getByRole("row", { name: /backup script/ })).toContainText(/just now|s ago/);
  await ada.getByRole("link", { name: "backup script" }).click();
  await ada.getByRole("button", { name: "Revoke token" }).click();
  const asks = ada.getByRole("dialog", { name: "Revoke backup script" });
  await expect(asks.getByRole("button", { name: "Cancel" })).toBeFocused();
  await asks.getByRole("button", { name: "Revoke token" }).click();
  await expect(ada.getByRole("row", { name: /backup script/ })).toContainText("Revoked");
  expect((await ask("/accounts")).status).toBe(401);
});

test("portal.1 a token does no more than whoever made it: held back with their role, dead with their account", async () => {
  const become = async (role: string) => {
    await ada.goto(`${portal.url}/accounts`);
    await ada.getByRole("link", { name: "Olga Operator" }).click();
    await expect(ada.getByRole("heading", { level: 1, name: "Olga Operator" })).toBeVisible();
    await ada.getByLabel("Role", { exact: true }).selectOption(role);
    await ada.getByRole("button", { name: "Change account" }).click();
    await expect(ada.getByText("olga@example.org was changed.").first()).toBeVisible();
  };
  await become("admin");
  await olga.goto(`${portal.url}/accounts/tokens`);
  await olga.getByRole("button", { name: "Create token" }).click();
  const dialog = olga.getByRole("dialog", { name: "Create API token" });
  await dialog.getByLabel("Name").fill("olga's job");
  await dialog.getByLabel("Role").selectOption("admin");
  await dialog.getByRole("button", { name: "Create token" }).click();
  const token = await dialog.getByLabel("API token olga's job").innerText();
  await dialog.getByRole("button", { name: "Done" }).click();
  const invite = async (email: string) =>
    (
      await fetch(`${portal.url}/api/v1/account-invitations`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: JSON.stringify({ email, role: "none" }),
      })
    ).status;
  expect(await invite("one@example.org")).toBe(201);
  await become("auditor");
  expect(await invite("two@example.org")).toBe(403);
  await ada.goto(`${portal.url}/accounts/tokens`);
  await expect(ada.getByRole("row", { name: /olga's job/ })).toContainText("Held back");
  await ada.getByRole("link", { name: "olga's job" }).click();
  await expect(ada.getByText("whose role is auditor now")).toBeVisible();
  await ada.getByRole("link", { name: "olga@example.org" }).click();
  await ada.getByRole("button", { name: "Remove account" }).click();
  const asks = ada.getByRole("dialog", { name: "Remove Olga Operator" });
  await expect(asks.getByText("API tokens that act for them stop working: olga's job.")).toBeVisible();
  await asks.getByLabel("E-mail address").fill("olga@example.org");
  await asks.getByRole("button", { name: "Remove account" }).click();
  await expect(ada.getByRole("heading", { level: 1, name: "Accounts" })).toBeVisible();
  expect(await invite("three@example.org")).toBe(401);
  await ada.goto(`${portal.url}/accounts/tokens`);
  await expect(ada.getByRole("row", { name: /olga's job/ })).toContainText("Maker is gone");
});
