import { readFileSync } from "node:fs";
import { expect, test, type BrowserContext, type Page } from "@playwright/test";
import { addNodeInBrowser } from "./pages/add-node";
import { addUserInBrowser } from "./pages/add-user";
import { joinByApi } from "./pages/join-node";
import { setUpInBrowser } from "./pages/set-up";
import { startPortal, type Portal } from "./portal";

const ADMIN = { name: "Ada Admin", email: "ada@example.org", password: "a password of some length" };
let portal: Portal;
let admin: Page;

test.describe.configure({ mode: "serial" });
test.beforeAll(async ({ browser }) => {
  portal = await startPortal();
  admin = await (await browser.newContext({ acceptDownloads: true })).newPage();
});
test.afterAll(() => portal?.stop());

test("a setup link's token leaves the address bar, and the link is dead after its use", async ({ page }) => {
  const link = portal.setupLink ?? "";
  await admin.goto(link);
  await expect(admin.getByLabel("Your name")).toBeVisible();
  expect(admin.url()).toBe(`${portal.url}/setup`);
  await admin.goto("about:blank");
  await setUpInBrowser(admin, link, { admin: ADMIN, cluster: "Harbour" });
  await page.goto(link);
  await expect(page.getByText("This portal is set up already.")).toBeVisible();
});

test("a wrong password and an unknown account get the same answer, and what was typed stays", async ({ page }) => {
  const said: string[] = [];
  for (const email of [ADMIN.email, "nobody@example.org"]) {
    await page.goto(`${portal.url}/sign-in`);
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill("wrong");
    await page.getByRole("button", { name: "Sign in" }).click();
    said.push(await page.getByRole("alert").filter({ hasText: "." }).innerText());
    await expect(page.getByLabel("E-mail")).toHaveValue(email);
  }
  expect(said[0]).toBe(said[1]);
  await page.goto(`${portal.url}/users`);
  expect(new URL(page.url()).pathname).toBe("/sign-in");
});

test("a link that is withdrawn or replaced says so; the newer one works, its token leaves the address bar", async ({ browser, page }) => {
  await joinByApi(portal.url, "vpn1", await addNodeInBrowser(admin, portal.url, { name: "vpn1", address: "198.51.100.25" }));
  const first = await addUserInBrowser(admin, portal.url, { name: "Ann Smith", username: "ann.smith" });
  await admin.getByRole("link", { name: "Go to Ann Smith" }).click();
  await admin.getByRole("button", { name: "Withdraw invitation: laptop" }).click();
  await admin.getByRole("dialog").getByRole("button", { name: "Withdraw invitation" }).click();
  await expect(admin.getByText("Withdrawn", { exact: true })).toBeVisible();
  await admin.getByRole("button", { name: "Invite again: laptop" }).click();
  await admin.getByRole("dialog").getByRole("button", { name: "Invite again" }).click();
  const second = await admin.getByLabel("Invitation link for Ann Smith").innerText();
  expect(second).not.toBe(first);
  await admin.getByRole("button", { name: "Done" }).click();
  await expect(admin.getByText("Invited", { exact: true })).toBeVisible();

  await page.goto(first);
  await expect(page.getByText(/was withdrawn/)).toBeVisible();
  await expect(page.getByText(/Ask the admin who sent you this link for a new one/)).toBeVisible();
  await useAfterALostAnswer(await browser.newContext({ acceptDownloads: true }), second);
});

/** The answer gets lost once: the page stays usable, and the second try is the same request. */
async function useAfterALostAnswer(context: BrowserContext, link: string): Promise<void> {
  const page = await context.newPage();
  const sent: { key: string | undefined; body: string | null }[] = [];
  await page.route("**/api/v1/invitations/use", async (route) => {
    sent.push({ key: route.request().headers()["idempotency-key"], body: route.request().postData() });
    if (sent.length > 1) return route.continue();
    await route.fetch();
    await route.abort();
  });
  await page.goto(link);
  const button = page.getByRole("button", { name: "Make my profile" });
  await expect(button).toBeEnabled();
  expect(page.url()).toBe(`${portal.url}/invitation`);
  await button.click();
  await expect(page.getByText("The portal did not answer.")).toBeVisible();
  const saving = page.waitForEvent("download", { timeout: 30_000 });
  await button.click();
  const text = readFileSync(await (await saving).path(), "utf8");
  expect(text).toContain("verify-x509-name");
  expect(sent[1]).toEqual(sent[0]);
  await expect(page.getByRole("button", { name: "Save again" })).toBeVisible();
  await context.close();
}

test("where browsers make no keys the invitation says what is missing and asks the portal nothing", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  // A name that leads here and is no secure context.
  await page.route("http://portal.test/**", async (route) => {
    const url = new URL(route.request().url());
    await route.fulfill({ response: await route.fetch({ url: `${portal.url}${url.pathname}${url.search}` }) });
  });
  await page.goto(`http://portal.test/invitation#${"t".repeat(43)}`);
  await expect(page.getByText("This address is not safe enough to make a key")).toBeVisible();
  expect(asked.filter((url) => url.includes("/api/"))).toEqual([]);
  await page.unrouteAll({ behavior: "ignoreErrors" });
});

test("the root key leaves the server once its file has been opened again with its passphrase", async ({}, info) => {
  await admin.goto(`${portal.url}/authority`);
  await admin.getByLabel("Passphrase", { exact: true }).fill("a passphrase of length");
  await admin.getByLabel("Passphrase again").fill("a passphrase of length");
  const saving = admin.waitForEvent("download");
  await admin.getByRole("button", { name: "Download root key" }).click();
  const file = info.outputPath("root-key.pem");
  await (await saving).saveAs(file);
  expect(readFileSync(file, "utf8")).toContain("BEGIN ENCRYPTED PRIVATE KEY");
  await admin.getByLabel("Root key file").setInputFiles(file);
  await admin.getByLabel("Passphrase of the file").fill("another passphrase");
  await admin.getByRole("button", { name: "Take root key off this server" }).click();
  await expect(admin.getByText("The file does not open with this passphrase")).toBeVisible();
  await admin.getByLabel("Passphrase of the file").fill("a passphrase of length");
  await admin.getByRole("button", { name: "Take root key off this server" }).click();
  await expect(admin.getByText("Not on this server")).toBeVisible();
});

test("a page that somebody looks at shows what somebody else has just done", async ({ browser }) => {
  const watching = await (await browser.newContext({ storageState: await admin.context().storageState() })).newPage();
  await watching.goto(`${portal.url}/users`);
  await expect(watching.getByRole("link", { name: "Ann Smith" })).toBeVisible();
  await addUserInBrowser(admin, portal.url, { name: "Bob Jones", username: "bob" });
  await expect(watching.getByRole("link", { name: "Bob Jones" })).toBeVisible({ timeout: 5000 });
  await admin.goto(`${portal.url}/users/bob`);
  await admin.getByRole("button", { name: "Revoke device: laptop" }).click();
  await admin.getByLabel("Reason").selectOption({ label: "Replaced by another device" });
  await admin.getByRole("dialog").getByRole("button", { name: "Revoke device" }).click();
  await expect(admin.getByText("Revoked", { exact: true }).first()).toBeVisible();
  await watching.context().close();
});
