import { readFileSync, writeFileSync } from "node:fs";
import { expect, test, type Page, type Request } from "@playwright/test";
import { makeProfileInBrowser } from "./pages/make-profile";
import { joinSpeaking } from "./pages/speaking-node";
import { faults } from "./looks";
import { signedIn } from "./pages/users-list";
import { startPortal, type Portal } from "./portal";
import { ask, setUpByProgram } from "./program";

let portal: Portal;
let cookie: string;
let page: Page;
let file: string;
const asked: Request[] = [];

test.describe.configure({ mode: "serial", timeout: 120_000 });
test.beforeAll(async ({ browser }) => {
  portal = await startPortal();
  cookie = await setUpByProgram(portal);
  page = await (await browser.newContext({ acceptDownloads: true })).newPage();
  page.on("request", (request) => asked.push(request));
});
test.afterAll(() => portal?.stop());

const call = (method: string, path: string, body?: unknown) => ask(portal.url, portal.url, method, path, { body, headers: { cookie } });
const heading = (on: Page) => on.getByRole("heading", { level: 1, name: "New remotes for your profile" });
/** Of a profile, everything but what may change. */
const rest = (text: string) =>
  text
    .split("\n")
    .filter((line) => !/^(remote|remote-random|server-poll-timeout|connect-retry|resolv-retry)\b/.test(line))
    .join("\n");

test("a profile is made, the remotes change, and the portal says whose profiles are out of date", async ({ browser }, info) => {
  const node = await joinSpeaking(portal.url, cookie, "vpn1", "198.51.100.21");
  const added = await call("POST", "/api/v1/users", { username: "ann.smith", name: "Ann Smith", device: "laptop" });
  // The answer's shape is the API's: tests of the verb hold it.
  const { link } = added.body.invitation as { link: string };
  file = info.outputPath("ann.ovpn");
  await node.report({ revision: 1_000 });
  const owner = await browser.newPage();
  await makeProfileInBrowser(owner, link, file, 1);
  await owner.close();
  expect(readFileSync(file, "utf8")).toContain("remote 198.51.100.21 1194 udp\nserver-poll-timeout");

  const admin = await (await signedIn(browser, portal, cookie)).newPage();
  await admin.goto(`${portal.url}/users/ann.smith`);
  await expect(admin.getByText("Profile out of date")).toBeHidden();
  await joinSpeaking(portal.url, cookie, "vpn2", "2001:db8::22");
  await admin.goto(`${portal.url}/nodes/remotes`);
  await expect(admin.getByText("1 profile is out of date")).toBeVisible();
  await admin.getByRole("link", { name: "Show whose they are" }).click();
  await expect(admin.getByRole("table", { name: "Outdated profiles" }).getByRole("row").nth(1)).toContainText("ann.smith.laptop.1");
  expect(await faults(admin, "outdated profiles")).toEqual([]);
  await admin.getByRole("link", { name: "ann.smith.laptop.1" }).click();
  await expect(admin.getByText("Profile out of date")).toBeVisible();
  expect(await faults(admin, "a device with an outdated profile")).toEqual([]);
  await admin.context().close();
});

test("I12 its owner drops the old file: the browser rewrites it, keeps the key, and sends nothing but a fingerprint", async ({
  browser,
}, info) => {
  const before = readFileSync(file, "utf8");
  asked.length = 0;
  await page.goto(`${portal.url}/profile`);
  await expect(heading(page)).toBeVisible();
  expect(await faults(page, "the page for profiles")).toEqual([]);
  const saving = page.waitForEvent("download");
  const data = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], "my laptop.ovpn"));
    return transfer;
  }, before);
  await page.locator("[data-drop]").dispatchEvent("drop", { dataTransfer: data });
  const download = await saving;
  expect(download.suggestedFilename()).toBe("my laptop.ovpn");
  const saved = info.outputPath("new.ovpn");
  await download.saveAs(saved);
  await expect(page.getByRole("heading", { name: "Your profile has the new remotes" })).toBeFocused();
  await expect(page.getByRole("list", { name: "Remotes" })).toContainText("2001:db8::22 1194 udp new");
  expect(await faults(page, "a profile with new remotes")).toEqual([]);

  const after = readFileSync(saved, "utf8");
  expect(after).toContain("remote 198.51.100.21 1194 udp\nremote 2001:db8::22 1194 udp\nremote-random\nserver-poll-timeout 4\n");
  expect(rest(after)).toBe(rest(before));
  expect(after.slice(after.indexOf("<ca>"))).toBe(before.slice(before.indexOf("<ca>")));

  const sent = asked.filter((request) => request.method() !== "GET");
  expect(sent.map((request) => new URL(request.url()).pathname)).toEqual(["/api/v1/profiles/remotes"]);
  expect(sent[0]?.postData()).toMatch(/^\{"fingerprint":"[0-9a-f]{64}"\}$/);
  const key = before.slice(before.indexOf("<key>") + 40, before.indexOf("<key>") + 80);
  for (const request of asked) {
    expect(new URL(request.url()).host).toBe(new URL(portal.url).host);
    expect(`${decodeURIComponent(request.url())} ${request.postData() ?? ""} ${JSON.stringify(request.headers())}`).not.toContain(key);
  }

  const admin = await (await signedIn(browser, portal, cookie)).newPage();
  await admin.goto(`${portal.url}/nodes/remotes/outdated`);
  await expect(admin.getByText("Every profile in use has the remotes in force.")).toBeVisible();
  expect(await faults(admin, "no outdated profiles")).toEqual([]);
  await admin.goto(`${portal.url}/audit`);
  await expect(admin.getByRole("table", { name: "Audit log" }).getByText("Profile got new remotes")).toBeVisible();
  await admin.context().close();
  file = saved;
});

test("by the keyboard, at 390 px: a file that is up to date is left as it is", async () => {
  await page.setViewportSize({ width: 390, height: 800 });
  await page.goto(`${portal.url}/profile`);
  const input = page.getByLabel("Your .ovpn file");
  await expect(input).toBeEnabled();
  for (let n = 0; n < 10 && !(await input.evaluate((element) => element === document.activeElement)); n++) await page.keyboard.press("Tab");
  await expect(input).toBeFocused();
  // Enter may come before the browser has heard that somebody waits for its chooser.
  await expect(async () => {
    const choosing = page.waitForEvent("filechooser", { timeout: 3_000 });
    await page.keyboard.press("Enter");
    await (await choosing).setFiles(file);
  }).toPass();
  await expect(page.getByRole("heading", { name: "Your profile has the new remotes already" })).toBeFocused();
  await expect(page.getByText("Nothing had to change")).toBeVisible();
  expect(await faults(page, "a profile that is up to date, on a phone")).toEqual([]);
});

test("a file that is no good is turned away in a sentence, and nothing is saved", async ({ browserName: _name }, info) => {
  await page.goto(`${portal.url}/profile`);
  const profile = readFileSync(file, "utf8");
  const cases: [string, string, string][] = [
    ["empty.ovpn", "", "This file is empty."],
    ["letter.txt", "Dear Ann\n", "There is no certificate in this file."],
    ["cut.ovpn", profile.slice(0, profile.indexOf("</key>")), "This file is cut short: its part <key> has no end."],
    [
      "other.ovpn",
      profile.replace(
        /<cert>\n[\s\S]*?-----END CERTIFICATE-----/,
        `<cert>\n${/-----BEGIN[\s\S]*?-----END CERTIFICATE-----/.exec(profile.slice(profile.indexOf("<ca>")))?.[0]}`,
      ),
      "This portal has issued no such certificate.",
    ],
  ];
  for (const [name, text, sentence] of cases) {
    const bad = info.outputPath(name);
    writeFileSync(bad, text);
    await page.getByLabel("Your .ovpn file").setInputFiles(bad);
    await expect(page.getByRole("alert").filter({ hasText: sentence })).toBeVisible();
    await expect(page.getByLabel("Your .ovpn file")).toBeFocused();
  }
  expect(await faults(page, "a file that is no good")).toEqual([]);
  await call("POST", "/api/v1/users/ann.smith/offboard", { confirm: "ann.smith" });
  await page.getByLabel("Your .ovpn file").setInputFiles(file);
  await expect(page.getByRole("alert").filter({ hasText: "was revoked" })).toBeVisible();
});
