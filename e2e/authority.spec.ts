import { randomUUID } from "node:crypto";
import { expect, test, type Page } from "@playwright/test";
import { readCrl } from "../lib/pki/crl-reader";
import { walk, type State } from "./looks";
import { startDatabase, type Database } from "./database";
import { addNodeInBrowser } from "./pages/add-node";
import { addUserInBrowser } from "./pages/add-user";
import { joinByApi } from "./pages/join-node";
import { setUpInBrowser } from "./pages/set-up";
import { tabTo } from "./tab-to";
import { startPortal, type Portal } from "./portal";
import { newCsr } from "./program";

const ADMIN = { name: "Ada Admin", email: "ada@example.org", password: "a password of some length" };
let database: Database;
let portal: Portal;
let admin: Page;
let signedIn: State;

test.describe.configure({ mode: "serial", timeout: 300_000 });
test.beforeAll(async ({ browser }) => {
  database = await startDatabase();
  portal = await startPortal({ env: { DATABASE_URL: database.url } });
  admin = await (await browser.newContext()).newPage();
  await setUpInBrowser(admin, portal.setupLink ?? "", { admin: ADMIN, cluster: "Harbour" });
  signedIn = await admin.context().storageState();
});
test.afterAll(async () => {
  await portal?.stop();
  await database?.close();
});

const at = async (page: Page, path: string, heading: string) => {
  await page.goto(`${portal.url}${path}`);
  await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
};
const certificates = (page: Page) => page.getByRole("table", { name: "Certificates" });
/** A user with a profile, as an invitation's page makes it. */
async function addWithProfile(name: string, username: string): Promise<void> {
  const link = await addUserInBrowser(admin, portal.url, { name, username });
  const answer = await fetch(`${portal.url}/api/v1/invitations/use`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: portal.url },
    body: JSON.stringify({ token: link.split("#")[1], csr: await newCsr(`${username}.laptop.1`) }),
  });
  expect(answer.status, await answer.text()).toBe(201);
}

test("portal.1: before anything was issued the lists say so, and axe finds nothing", async ({ browser }) => {
  await walk(
    browser,
    [
      {
        name: "certificates-empty",
        go: async (page) => {
          await at(page, "/authority/certificates", "Certificates");
          await expect(page.getByText("No certificates yet.")).toBeVisible();
        },
      },
      {
        name: "crl-empty",
        go: async (page) => {
          await at(page, "/authority/crl", "CRL");
          await expect(page.getByText("Nothing has been revoked yet.")).toBeVisible();
        },
      },
      {
        name: "audit-empty",
        go: async (page) => {
          await at(page, "/audit?actor=nobody", "Audit");
          await expect(page.getByText("No entries match nobody.")).toBeVisible();
        },
      },
    ],
    signedIn,
  );
});

test("certificates are found by name and serial, narrowed by state and sorted, all of it in the address", async () => {
  await joinByApi(portal.url, "vpn1", await addNodeInBrowser(admin, portal.url, { name: "vpn1", address: "198.51.100.25" }));
  await addWithProfile("Ann Smith", "ann.smith");
  await addWithProfile("Bob Jones", "bob");
  await admin.goto(`${portal.url}/users/bob`);
  await admin.getByRole("button", { name: "Offboard user" }).first().click();
  await admin.getByRole("dialog").getByRole("textbox").fill("bob");
  await admin.getByRole("dialog").getByRole("button", { name: "Offboard user" }).click();
  await expect(admin.getByText("Offboarded", { exact: true }).first()).toBeVisible();

  await at(admin, "/authority/certificates", "Certificates");
  await expect(certificates(admin).getByRole("row")).toHaveCount(4);
  await expect(
    certificates(admin)
      .getByRole("row", { name: /ann\.smith\.laptop\.1/ })
      .getByText("Valid", { exact: true }),
  ).toBeVisible();
  await expect(
    certificates(admin)
      .getByRole("img", { name: /^Valid from .* passed$/ })
      .first(),
  ).toBeVisible();
  await admin.getByLabel("State").selectOption({ label: "Revoked" });
  await expect(certificates(admin).getByRole("rowheader")).toHaveText(["bob.laptop.1"]);
  expect(admin.url()).toContain("state=revoked");
  await admin.getByRole("link", { name: "Clear filters" }).click();
  await expect(certificates(admin).getByRole("row")).toHaveCount(4);
  await admin.getByRole("searchbox", { name: "Search certificates" }).fill("ann.");
  await expect(admin.getByText("1 found.")).toBeVisible();
  await admin.getByRole("link", { name: "ann.smith.laptop.1" }).click();
  await expect(admin.getByRole("heading", { level: 1, name: "ann.smith.laptop.1" })).toBeVisible();
  const serial = new URL(admin.url()).pathname.split("/").at(-1) ?? "";
  const saving = admin.waitForEvent("download");
  await admin.getByRole("link", { name: "Certificate (PEM)" }).click();
  expect((await saving).suggestedFilename()).toBe("ann.smith.laptop.1.pem");
  await at(admin, `/authority/certificates?q=${serial.slice(0, 8)}`, "Certificates");
  await expect(certificates(admin).getByRole("rowheader")).toHaveText(["ann.smith.laptop.1"]);
  await at(admin, "/authority/certificates", "Certificates");
  await certificates(admin).getByRole("link", { name: "Common name" }).click();
  await expect(certificates(admin).getByRole("columnheader", { name: "Common name" })).toHaveAttribute("aria-sort", "ascending");
  await at(admin, "/authority", "Authority");
  await expect(admin.getByRole("link", { name: "1 certificate", exact: true })).toBeVisible();
});

test("the CRL in words is the CRL in bytes, and its file is checked by a button", async () => {
  await at(admin, "/authority/crl", "CRL");
  const file = readCrl(new Uint8Array(await (await fetch(`${portal.url}/api/v1/authority/crl.der`)).arrayBuffer()));
  const entries = admin.getByRole("table", { name: "Entries of the CRL" });
  await expect(entries.getByRole("rowheader")).toHaveText(file.serials());
  await expect(entries.getByText("cessationOfOperation")).toBeVisible();
  await expect(admin.getByText(String(file.number), { exact: true })).toBeVisible();
  await admin.getByRole("button", { name: "Check CRL file" }).click();
  await expect(admin.getByText("The file is whole")).toBeVisible();
});

test("the audit log is asked by who, what, whom and when; a page of it can be sent to a colleague", async ({ browser }) => {
  await at(admin, "/audit", "Audit");
  await admin.getByRole("searchbox", { name: "Search" }).fill("bob");
  await admin.getByLabel("What").selectOption({ label: "User offboarded" });
  await admin.getByRole("button", { name: "Filter log" }).click();
  const log = admin.getByRole("table", { name: "Audit log" });
  await expect(log.getByRole("row")).toHaveCount(2);
  await expect(log.getByRole("link", { name: "user bob" })).toBeVisible();
  const colleague = await (await browser.newContext({ storageState: signedIn })).newPage();
  await colleague.goto(admin.url());
  await expect(colleague.getByRole("table", { name: "Audit log" }).getByRole("row")).toHaveCount(2);
  await colleague.context().close();
  await at(admin, "/audit?to=2020-01-01", "Audit");
  await expect(admin.getByText("No entries match 2020-01-01.")).toBeVisible();
});

test("the same on a phone, and with the keyboard alone", async ({ browser }) => {
  const context = await browser.newContext({ storageState: signedIn, viewport: { width: 390, height: 800 } });
  const phone = await context.newPage();
  await at(phone, "/authority/certificates?state=revoked", "Certificates");
  await phone.getByRole("link", { name: "bob.laptop.1" }).click();
  await expect(phone.getByText("Revoked", { exact: true }).first()).toBeVisible();
  await at(phone, "/audit", "Audit");
  await tabTo(phone, "Verify log", "button");
  await phone.keyboard.press("Enter");
  await expect(phone.getByText(/^All \d+ entries follow one another/)).toBeVisible();
  await context.close();
  const page = await (await browser.newContext({ storageState: signedIn })).newPage();
  await at(page, "/authority/crl", "CRL");
  await tabTo(page, "Check CRL file", "button");
  await page.keyboard.press("Enter");
  await expect(page.getByText("The file is whole")).toBeVisible();
  await at(page, "/audit", "Audit");
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox", { name: "Search" })).toBeFocused();
  await page.keyboard.type("bob");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/q=bob/);
  await page.context().close();
});

test("portal.1: axe finds nothing on any page of these, in both themes, on a phone too", async ({ browser }) => {
  await walk(
    browser,
    [
      { name: "authority", go: (page) => at(page, "/authority", "Authority") },
      { name: "certificates", go: (page) => at(page, "/authority/certificates", "Certificates") },
      { name: "certificates-none", go: (page) => at(page, "/authority/certificates?q=nobody", "Certificates") },
      {
        name: "certificate",
        go: async (page) => {
          await at(page, "/authority/certificates?state=revoked", "Certificates");
          await page.getByRole("link", { name: "bob.laptop.1" }).click();
          await expect(page.getByRole("heading", { level: 1, name: "bob.laptop.1" })).toBeVisible();
        },
      },
      {
        name: "crl",
        go: async (page) => {
          await at(page, "/authority/crl", "CRL");
          await page.getByRole("button", { name: "Check CRL file" }).click();
          await expect(page.getByText("The file is whole")).toBeVisible();
        },
      },
      { name: "refused-sign-ins", go: (page) => at(page, "/audit/refused-sign-ins", "Refused sign-ins") },
      { name: "refused-none", go: (page) => at(page, `/audit/refused-sign-ins?account=${randomUUID()}`, "Refused sign-ins") },
      {
        name: "audit",
        go: async (page) => {
          await at(page, "/audit", "Audit");
          await page.getByText("User offboarded", { exact: true }).last().click();
          await page.getByRole("button", { name: "Verify log" }).click();
          await expect(page.getByText(/^All \d+ entries follow one another/)).toBeVisible();
        },
      },
    ],
    signedIn,
  );
});

test("I10: an entry that somebody altered in the database, one deleted and two swapped are found by the button", async () => {
  const said = async () => {
    await at(admin, "/audit", "Audit");
    await admin.getByRole("button", { name: "Verify log" }).click();
    const status = admin.getByRole("status").filter({ hasText: /entr/i }).first();
    await expect(status).toContainText(".");
    return status.innerText();
  };
  const [third] = await database.rows<{ actor: string }>("SELECT actor FROM audit_entry WHERE seq = 3");
  await database.rows("UPDATE audit_entry SET actor = 'eve' WHERE seq = 3");
  expect(await said()).toContain("Entry 3 was altered.");
  await database.rows("UPDATE audit_entry SET actor = $1 WHERE seq = 3", [third?.actor]);
  expect(await said()).toMatch(/^All \d+ entries follow one another/);
  await database.rows("UPDATE audit_entry SET seq = seq + 100000 WHERE seq IN (1, 2)");
  await database.rows("UPDATE audit_entry SET seq = 100003 - seq WHERE seq > 100000");
  expect(await said()).toContain("Entry 1 does not follow the entry before it.");
  await database.rows("UPDATE audit_entry SET seq = 3 - seq + 200000 WHERE seq IN (1, 2)");
  await database.rows("UPDATE audit_entry SET seq = seq - 200000 WHERE seq > 200000");
  expect(await said()).toMatch(/^All \d+ entries follow one another/);
  await database.rows("DELETE FROM audit_entry WHERE seq = (SELECT max(seq) FROM audit_entry)");
  expect(await said()).toContain("The last entries are missing");
});
