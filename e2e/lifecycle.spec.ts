import { readFileSync } from "node:fs";
import { expect, test, type Page } from "@playwright/test";
import { until } from "./cluster/lab/until";
import { joinSpeaking, type SpeakingNode } from "./pages/speaking-node";
import { faults } from "./looks";
import { signedIn } from "./pages/users-list";
import { startPortal, type Portal } from "./portal";
import { ask, newCsr, setUpByProgram } from "./program";

let portal: Portal;
let cookie: string;
let page: Page;
let node: SpeakingNode;

test.describe.configure({ mode: "serial", timeout: 120_000 });
test.beforeAll(async ({ browser }) => {
  portal = await startPortal();
  cookie = await setUpByProgram(portal);
  node = await joinSpeaking(portal.url, cookie, "vpn1", "198.51.100.21");
  page = await (await signedIn(browser, portal, cookie)).newPage();
  await addWithProfile("ann", "Ann Smith");
});
test.afterAll(() => portal?.stop());

const call = (method: string, path: string, body?: unknown) => ask(portal.url, portal.url, method, path, { body, headers: { cookie } });
const useLink = async (link: string, name: string) =>
  ask(portal.url, portal.url, "POST", "/api/v1/invitations/use", { body: { token: link.split("#")[1], csr: await newCsr(name) } });

async function addWithProfile(username: string, name: string): Promise<void> {
  const added = await call("POST", "/api/v1/users", { username, name, device: "laptop" });
  // The answer's shape is the API's: tests of the verb hold it.
  const { link } = added.body.invitation as { link: string };
  expect((await useLink(link, `${username}.laptop.1`)).status).toBe(201);
}

const session = (commonName: string, clientId: number) => ({
  commonName,
  clientId,
  ipv4: null,
  ipv6: null,
  source: "203.0.113.5:40000",
  since: new Date(Date.now() - 60_000).toISOString(),
  bytesIn: 1234,
  bytesOut: 5678,
});
const open = (username: string, on: Page = page) => on.goto(`${portal.url}/users/${username}`);
const button = (name: string, on: Page = page) => on.getByRole("button", { name, exact: true });
const state = (word: string, on: Page = page) => on.getByRole("banner").or(on.locator("header")).getByText(word, { exact: true });
const notice = (on: Page = page) => on.locator("[data-toast]").last();

test("portal.1 suspend in one click, with undo; receipts count up live; resume", async () => {
  await node.report({ vpnSessions: [session("ann.laptop.1", 1)] });
  await open("ann");
  await expect(page.getByText("Connected to vpn1")).toBeVisible();
  await button("Suspend user").click();
  await expect(state("Suspended")).toBeVisible();
  await expect(notice()).toContainText("Ann Smith is suspended");
  await expect(page.getByText("refused on 0 of 1 node")).toBeVisible();
  await expect(button("Add device")).toHaveAttribute("aria-disabled", "true");
  const { receipts } = (await call("GET", "/api/v1/users/ann")).body as { receipts: { revision: string } };
  const at = new Date().toISOString();
  const receipt = {
    commonName: "ann.laptop.1",
    revision: Number(receipts.revision),
    refusedAt: at,
    clearAt: at,
    barriers: "both" as const,
  };
  await node.report({ receipts: [receipt], revision: receipt.revision });
  await expect(page.getByText("refused on 1 of 1 node")).toBeVisible();
  expect(await faults(page, "a suspended user")).toEqual([]);
  await notice().getByRole("button", { name: "Undo" }).click();
  await expect(state("Active")).toBeVisible();
  await expect(page.getByText(/resumed at revision \d+/)).toBeVisible();
  await expect(page.getByRole("table", { name: "Past VPN sessions" }).getByRole("row")).toHaveCount(2);
});

test("portal.1 renew: the link is shown once, the old profile lives beside the new one, and is retired when that connects", async () => {
  await open("ann");
  await button("Renew device: laptop").click();
  const dialog = page.getByRole("dialog", { name: "Renew laptop of Ann Smith" });
  expect(await faults(page, "renew")).toEqual([]);
  await dialog.getByRole("button", { name: "Renew device" }).click();
  const link = await page.getByLabel("Renewal link for Ann Smith").innerText();
  await button("Done").click();
  const newcomer = await page.context().browser()?.newPage();
  await newcomer?.goto(link);
  await expect(newcomer?.getByText("It takes the place of the profile that this device has") ?? page.getByText("no page")).toBeVisible();
  await newcomer?.close();
  expect((await useLink(link, "ann.laptop.2")).status).toBe(201);
  const table = page.getByRole("table", { name: "Certificates of laptop" });
  await expect(table.getByRole("row", { name: /ann\.laptop\.1/ })).toContainText("being replaced");
  await expect(table.getByRole("img", { name: /^Valid from/ })).toHaveCount(2);
  await node.report({ vpnSessions: [session("ann.laptop.2", 2)] });
  await expect(table.getByRole("row", { name: /ann\.laptop\.1/ })).toContainText("Revoked", { timeout: 15_000 });
  await expect(table.getByRole("row", { name: /ann\.laptop\.2/ })).toContainText("Valid");
  await expect(page.getByText("old profile retired")).toBeVisible();
});

test("portal.7 a leave date that somebody else has set meanwhile is not overwritten; what was typed stays", async ({ browser }) => {
  const other = await (await signedIn(browser, portal, cookie)).newPage();
  await open("ann", other);
  await open("ann");
  await button("Set leave date", other).click();
  await other.getByLabel("Last day").fill("2031-03-31");
  await button("Set leave date").click();
  expect(await faults(page, "leave date")).toEqual([]);
  await page.getByLabel("Last day").fill("2030-06-30");
  await button("Save leave date").click();
  await expect(page.getByText("30 Jun 2030")).toBeVisible();
  await button("Save leave date", other).click();
  await expect(other.getByRole("dialog").getByText(/Somebody else has changed/)).toBeVisible();
  await expect(other.getByLabel("Last day")).toHaveValue("2031-03-31");
  await other.context().close();
  await button("Change leave date").click();
  await page.getByLabel("Last day").fill("2020-01-01");
  await button("Save leave date").click();
  await expect(page.getByText("The last day must be today or later")).toBeVisible();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
});

test("portal.1 a lost device is cut off at once, and the page says what to do next", async () => {
  await open("ann");
  await button("Report lost: laptop").click();
  const dialog = page.getByRole("dialog", { name: "Report laptop of Ann Smith as lost" });
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  expect(await faults(page, "report lost")).toEqual([]);
  await dialog.getByRole("button", { name: "Report lost" }).click();
  await expect(page.getByText("What to do next")).toBeVisible();
  await expect(page.getByText("Lost", { exact: true })).toBeVisible();
  expect(await faults(page, "a lost device")).toEqual([]);
});

test("portal.1 the history has all of it, and receipts of each removal stay", async () => {
  await open("ann");
  const history = page.getByRole("table", { name: "History" });
  for (const words of [
    "Device reported lost",
    "Leave date set",
    "Renewed certificate retired",
    "Device renewed",
    "User resumed",
    "User suspended",
    "User added",
  ])
    await expect(history.getByText(words).first()).toBeVisible();
  await expect(page.getByRole("region", { name: "Receipts" }).getByText("Earlier receipts")).toBeVisible();
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export receipts as CSV" }).click();
  const file = await downloading;
  expect(file.suggestedFilename()).toBe("receipts-ann.csv");
  const lines = readFileSync(await file.path(), "utf8")
    .trim()
    .split("\r\n");
  expect(lines.find((line) => line.startsWith("ann,ann.laptop.1,suspended,"))).toMatch(/,vpn1,clear,both,20/);
  expect(lines.find((line) => line.startsWith("ann,ann.laptop.2,lost,"))).toMatch(/,vpn1,waiting,,,,,$/);
});

test("portal.1 at 390 px: suspend and resume by touch, nothing is too wide", async ({ browser }) => {
  await addWithProfile("bob", "Bob Jones");
  const phone = await (
    await signedIn(browser, portal, cookie, { viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true })
  ).newPage();
  await open("bob", phone);
  await button("Suspend user", phone).tap();
  await expect(state("Suspended", phone)).toBeVisible();
  await notice(phone).getByRole("button", { name: "Close notice" }).tap();
  expect(await faults(phone, "a suspended user on a phone")).toEqual([]);
  await button("Resume user", phone).tap();
  await expect(state("Active", phone)).toBeVisible();
  await phone.context().close();
});

test("portal.1 by keyboard: suspend with Enter, undo with Z, offboard by typing the name", async () => {
  await addWithProfile("cy", "Cy Brown");
  await open("cy");
  await expect(button("Suspend user")).toBeEnabled();
  await button("Suspend user").focus();
  await page.keyboard.press("Enter");
  await expect(state("Suspended")).toBeVisible();
  await page.keyboard.press("z");
  await expect(state("Active")).toBeVisible();
  await button("Offboard user").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.getByRole("dialog").getByLabel("Username").focus();
  await page.keyboard.type("cy");
  await page.keyboard.press("Enter");
  await expect(state("Offboarded")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Receipts" })).toBeFocused();
  await expect(button("Suspend user")).toHaveAttribute("aria-disabled", "true");
  expect(await faults(page, "an offboarded user")).toEqual([]);
  const { state: said } = (await call("GET", "/api/v1/users/cy")).body;
  expect(said).toBe("offboarded");
  await until("the pair to be in quarantine", async () => {
    const { devices } = (await call("GET", "/api/v1/users/cy")).body as { devices: { removedAt: string | null }[] };
    return devices[0]?.removedAt;
  });
});
