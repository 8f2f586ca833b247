import { readFileSync } from "node:fs";
import { expect, test, type Page } from "@playwright/test";
import { startReceiver, type Receiver } from "../lib/alerts/receiver-for-tests";
import { verifySignature } from "../lib/alerts/webhook-signature";
import { startMailServer, type MailServer } from "../lib/mail/mail-server-for-tests";
import { startDatabase, type Database } from "./database";
import { faults, pageAt, pressAt, walk, type State, type Stop } from "./looks";
import { addNodeInBrowser } from "./pages/add-node";
import { joinByApi } from "./pages/join-node";
import { setUpInBrowser } from "./pages/set-up";
import { startPortal, type Portal } from "./portal";
import { tabTo } from "./tab-to";

const ADMIN = { name: "Ada Admin", email: "ada@example.org", password: "a password of some length" };
const LOGIN = { user: "homeport", pass: "the password of the mail server" };
const KEK = Buffer.alloc(32, 9).toString("base64");

let database: Database;
let portals: Portal[] = [];
let admin: Page;
let mails: MailServer;
let hook: Receiver;
let answer = 204;
let signedIn: State;
let secret = "";

test.describe.configure({ mode: "serial", timeout: 240_000 });
test.beforeAll(async ({ browser }) => {
  database = await startDatabase();
  const env = { DATABASE_URL: database.url, HOMEPORT_KEK: KEK };
  const first = await startPortal({ env });
  portals = [first];
  mails = await startMailServer({
    login: LOGIN,
    refuse: (to) => (to.startsWith("nobody@") ? { code: 550, words: "No such user here" } : null),
  });
  hook = await startReceiver({ answer: () => answer });
  admin = await (await browser.newContext()).newPage();
  await setUpInBrowser(admin, first.setupLink ?? "", { admin: ADMIN, cluster: "Harbour" });
  signedIn = await admin.context().storageState();
  portals.push(await startPortal({ env: { ...env, HOMEPORT_URL: first.url } }));
});
test.afterAll(async () => {
  await Promise.all(portals.map((portal) => portal.stop()));
  await Promise.all([database?.close(), mails?.close(), hook?.close()]);
});

const url = (path: string) => `${portals[0]?.url}${path}`;

const send = (page: Page) => page.getByRole("form", { name: "Mail server" }).getByRole("button", { name: "Save mail settings" });
const lastTo = () => mails.received.map(({ to }) => to.join());

test("portal.1 an admin sets up a mail server, and the test mail says what it answered", async () => {
  await admin.goto(url("/settings/mail"));
  await expect(admin.getByText("Every mail was sent.")).toBeVisible();
  await expect(admin.getByRole("heading", { name: "Test mail" })).toHaveCount(0);
  await admin.getByRole("textbox", { name: "Mail server" }).fill("127.0.0.1");
  await admin.getByRole("spinbutton", { name: "Port" }).fill(String(mails.port));
  await admin.getByRole("combobox", { name: "Security" }).selectOption("none");
  await admin.getByRole("textbox", { name: "User name" }).fill(LOGIN.user);
  await admin.getByLabel("Password").fill("wrong");
  await send(admin).click();
  await expect(admin.getByText("Enter the address that mails come from")).toBeVisible();
  await expect(admin.getByRole("textbox", { name: "Mails come from" })).toBeFocused();
  await expect(admin.getByLabel("Password"), "what was typed stays").toHaveValue("wrong");
  await admin.getByRole("textbox", { name: "Mails come from" }).fill("vpn@example.org");
  await send(admin).click();
  await expect(admin.getByText("Mail settings saved").first()).toBeVisible();
  await expect(admin.getByLabel("Password")).toHaveValue("");
  await expect(admin.getByLabel("To", { exact: true })).toHaveValue(ADMIN.email);
  const test_ = admin.getByRole("button", { name: "Send test mail" });
  await test_.click();
  await expect(admin.getByText(/does not accept the user name and password/)).toBeVisible();
  await admin.getByLabel("Password").fill(LOGIN.pass);
  await send(admin).click();
  await expect(admin.getByLabel("Password"), "it was saved").toHaveValue("");
  await expect(admin.getByText("One is kept, sealed")).toBeVisible();
  await test_.click();
  await expect(admin.getByText(`The mail server took the mail to ${ADMIN.email}`)).toBeVisible();
  expect(mails.received[0]?.mail.subject).toBe("Test mail from Homeport");
  await admin.reload();
  await expect(admin.getByRole("textbox", { name: "User name" })).toHaveValue(LOGIN.user);
  expect(await admin.content()).not.toContain(LOGIN.pass);
});

test("portal.7 two admins at once: the second is told, and what was typed stays", async ({ browser }) => {
  const other = await (await browser.newContext({ storageState: signedIn })).newPage();
  await other.goto(url("/settings/mail"));
  await expect(send(other)).toBeEnabled();
  await admin.getByRole("textbox", { name: "Mails come from" }).fill("portal@example.org");
  await send(admin).click();
  await expect(admin.getByText("Mail settings saved").first()).toBeVisible();
  await other.getByRole("textbox", { name: "Mails come from" }).fill("mine@example.org");
  await send(other).click();
  await expect(other.getByText(/Somebody else has changed the settings/)).toBeVisible();
  await expect(other.getByRole("textbox", { name: "Mails come from" })).toHaveValue("mine@example.org");
  await other.getByRole("button", { name: "Load current settings" }).click();
  await expect(other.getByRole("textbox", { name: "Mails come from" })).toHaveValue("portal@example.org");
  await other.context().close();
});

test("portal.1 a link goes to its user by mail from where it is made, unless that is not wanted", async () => {
  await admin.goto(url("/users/new"));
  await admin.getByLabel("Name", { exact: true }).fill("Mia Mail");
  await admin.getByRole("textbox", { name: /^E-mail/ }).fill("mia@example.org");
  await expect(admin.getByRole("checkbox", { name: /^Mail the link to the user/ })).toBeChecked();
  await admin.getByRole("button", { name: "Add user" }).click();
  await expect(admin.getByText("It goes to the user by mail as well.")).toBeVisible();
  const shown = await admin.getByLabel("Invitation link for Mia Mail").innerText();
  const toMia = () => mails.received.filter(({ to }) => to.includes("mia@example.org")).map(({ mail }) => mail);
  await expect.poll(() => toMia()[0]?.text).toContain(shown);
  await admin.getByRole("link", { name: "Go to Mia Mail" }).click();
  const dialog = admin.getByRole("dialog", { name: "Invite Mia Mail again for laptop" });
  const again = async (mail: boolean) => {
    await admin.getByRole("button", { name: "Invite again: laptop" }).click();
    await dialog.getByRole("checkbox", { name: "Mail the link to mia@example.org" }).setChecked(mail);
    await dialog.getByRole("button", { name: "Invite again" }).click();
    await expect(dialog.getByText("This link is shown once.")).toBeVisible();
    await dialog.getByRole("button", { name: "Done" }).click();
  };
  await again(false);
  await again(true);
  await expect.poll(() => toMia().length).toBe(2);
});

test("portal.1 alerts go to a mailbox and a webhook, whose secret is shown once; a node that falls silent is told once each way by two portals", async () => {
  await admin.goto(url("/settings/mail"));
  await admin.getByLabel("By mail to").fill("oncall@example.org\nnobody@example.org");
  await admin.getByRole("textbox", { name: "Webhook" }).fill("ftp://example.org");
  await admin.getByRole("button", { name: "Save alert settings" }).click();
  await expect(admin.getByText("The webhook must be an address that begins with https:// or http://")).toBeVisible();
  await admin.getByRole("textbox", { name: "Webhook" }).fill(hook.url);
  await admin.getByRole("button", { name: "Save alert settings" }).click();
  const dialog = admin.getByRole("dialog", { name: "The webhook’s secret" });
  secret = await dialog.getByLabel("Secret", { exact: true }).innerText();
  await expect(dialog.getByRole("button", { name: "Copy secret" })).toBeFocused();
  await dialog.getByRole("button", { name: "Done" }).click();
  expect(secret).toMatch(/^[\w-]{43}$/);
  await admin.reload();
  expect(await admin.content()).not.toContain(secret);
  await admin.getByRole("button", { name: "Call webhook" }).click();
  await expect(admin.getByText("The webhook took the call").first()).toBeVisible();

  await joinByApi(
    portals[0]?.url ?? "",
    "vpn1",
    await addNodeInBrowser(admin, portals[0]?.url ?? "", { name: "vpn1", address: "198.51.100.25" }),
  );
  const calls = () => hook.calls.map(({ body }): { type: string; alert: { code: string } | null } => JSON.parse(body));
  const silent = () => calls().filter(({ alert }) => alert?.code === "node-silent");
  const told = () => mails.received.filter(({ mail }) => mail.subject?.includes("vpn1 has been silent")).length;
  // As if it had joined two minutes ago, and not yet reported.
  await database.rows("UPDATE node SET enrolled_at = now() - interval '2 minutes'");
  await expect.poll(() => [silent().length, told()], { timeout: 90_000 }).toEqual([1, 1]);
  await admin.goto(url("/alerts"));
  await expect(admin.getByRole("row", { name: /vpn1 has been silent/ })).toContainText("Open");
  await database.rows("UPDATE node SET reported_at = now() + interval '1 minute'");
  await expect.poll(() => [silent().length, told()], { timeout: 60_000 }).toEqual([2, 2]);
  await expect(admin.getByRole("row", { name: /vpn1 has been silent/ })).toContainText("Over");
  expect(silent().map(({ type }) => type)).toEqual(["alert.raised", "alert.cleared"]);
  for (const { headers, body } of hook.calls) {
    expect(verifySignature(secret, String(headers["x-homeport-signature"]), body, new Date())).toBe(true);
    expect(verifySignature(`${secret}x`, String(headers["x-homeport-signature"]), body, new Date())).toBe(false);
  }
});

test("portal.1 what was not sent says why, and is tried again", async () => {
  await admin.goto(url("/settings/mail"));
  const rows = admin.getByRole("table", { name: "Mails that were not sent" }).getByRole("row", { name: /nobody@example.org/ });
  await expect(rows.first()).toContainText("refused the mail: 550 No such user here");
  const many = await rows.count();
  await rows.first().getByRole("button", { name: "Actions for the mail to nobody@example.org" }).click();
  await admin.getByRole("button", { name: "Forget", exact: true }).locator("visible=true").click();
  await expect(rows).toHaveCount(many - 1);

  const section = admin.getByRole("region", { name: "Mails that were not sent" });
  const link = section.getByRole("link", { name: "Export mails that were not sent as CSV" });
  const list = url((await link.getAttribute("href")) ?? "");
  await section.getByRole("button", { name: "Try all again" }).click();
  await expect(admin.getByRole("region", { name: "Notices" }).getByText("They wait to be sent again")).toBeVisible();
  // They leave the list, are refused anew, and are back in it.
  const refused = async () => (await (await admin.request.get(list)).text()).split("nobody@example.org,").length - 1;
  await expect.poll(refused, { timeout: 30_000 }).toBe(many - 1);
  await admin.reload();
  await expect(rows).toHaveCount(many - 1);
  const downloading = admin.waitForEvent("download");
  await link.click();
  expect(readFileSync(await (await downloading).path(), "utf8")).toContain("nobody@example.org,");
  await section.getByRole("button", { name: "Forget all" }).click();
  const dialog = admin.getByRole("dialog", { name: "Forget every mail that was given up?" });
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  expect(await faults(admin, "forgetting all mails")).toEqual([]);
  await dialog.getByRole("button", { name: "Forget all" }).click();
  await expect(rows).toHaveCount(0);

  answer = 500;
  await database.rows("UPDATE node SET reported_at = NULL, enrolled_at = now() - interval '2 minutes'");
  await expect(admin.getByText(/1 webhook call waits to be sent.*answered 500/)).toBeVisible({ timeout: 90_000 });
  answer = 204;
  await database.rows("UPDATE pgboss.job SET start_after = now() WHERE name = 'webhook' AND state = 'retry'");
  await expect(admin.getByText("Every webhook call was sent.")).toBeVisible({ timeout: 20_000 });
});

test("portal.1 the same at 390 px by keyboard alone", async ({ browser }) => {
  const context = await browser.newContext({ storageState: signedIn, viewport: { width: 390, height: 800 } });
  const page = await context.newPage();
  await page.goto(url("/settings/mail"));
  await expect(send(page)).toBeEnabled();
  await tabTo(page, "To", "textbox");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("by.keyboard@example.org");
  await page.keyboard.press("Enter");
  await expect(page.getByText("The mail server took the mail to by.keyboard@example.org")).toBeVisible();
  expect(lastTo().at(-1)).toBe("by.keyboard@example.org");
  await tabTo(page, "Make new secret", "button");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Make a new secret for the webhook?" });
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: "Make new secret" })).toBeFocused();
  await tabTo(page, "See all alerts", "link");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Alerts" })).toBeFocused();
  await context.close();
});

test("portal.1 axe finds nothing on the pages of mail and alerts, in their dialogs, errors and empty states", async ({ browser }) => {
  const [at, press] = [pageAt(() => url("")), pressAt(() => url(""))];
  const wrong: Stop = {
    name: "mail-error",
    go: async (page) => {
      await page.goto(url("/settings/mail"));
      await page.getByRole("textbox", { name: "Mails come from" }).fill("nothing");
      await send(page).click();
      await expect(page.getByText("The e-mail address is not one").first()).toBeVisible();
    },
  };
  const asked = press("secret", "/settings/mail", "Make new secret", "Make a new secret for the webhook?");
  const invited = press("inviting by mail", "/users/mia.mail", "Invite again: laptop", "An older link that is still open stops working.");
  await walk(browser, [at("/settings/mail", /./), wrong, asked, at("/alerts", "Alerts"), invited], signedIn);
  await database.rows("UPDATE alert SET cleared_at = now()");
  await walk(browser, [at("/alerts?state=open&cursor=", "Alerts")], signedIn);
});
