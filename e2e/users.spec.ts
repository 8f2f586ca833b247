import { readFileSync } from "node:fs";
import { expect, test, type Page } from "@playwright/test";
import { startDatabase, type Database } from "./database";
import { addUserInBrowser } from "./pages/add-user";
import { faults } from "./looks";
import { barOf, rowOf, searchOf, seedList, signedIn, tableOf } from "./pages/users-list";
import { startPortal, type Portal } from "./portal";
import { ask, setUpByProgram, WIDE_POOL } from "./program";

const LONG = "Maximiliana Konstantinopolitanska-Wolfeschlegelsteinhausen B";
let database: Database;
let portal: Portal;
let cookie: string;
let page: Page;
let ann = { ipv4: "", ipv6: "" };

test.describe.configure({ mode: "serial" });
test.beforeAll(async ({ browser }) => {
  database = await startDatabase();
  portal = await startPortal({ env: { DATABASE_URL: database.url } });
  cookie = await setUpByProgram(portal, WIDE_POOL);
  page = await (await signedIn(browser, portal, cookie)).newPage();
});
test.afterAll(async () => {
  await portal?.stop();
  await database?.close();
});

const list = () => tableOf(page);
const row = (name: string | RegExp) => rowOf(page, name);
const search = () => searchOf(page);
const bar = () => barOf(page);

test("portal.1 nobody yet: one sentence, and a panel of its own address that Esc leads back from", async () => {
  await page.goto(`${portal.url}/users`);
  await expect(page.getByText("No users yet.")).toBeVisible();
  expect(await faults(page, "no users")).toEqual([]);
  await page.getByRole("link", { name: "Add user" }).click();
  await expect(page).toHaveURL(`${portal.url}/users/new`);
  await expect(page.getByRole("dialog", { name: "Add user" })).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
  await expect(page).toHaveTitle("Add user / Users / Homeport");
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(`${portal.url}/users`);
  await addUserInBrowser(page, portal.url, { name: "Ann Smith", username: "ann.smith" });
  expect(await faults(page, "a link that is shown once")).toEqual([]);
  await addUserInBrowser(page, portal.url, { name: LONG, username: "maximiliana" });
  const said = await ask(portal.url, portal.url, "GET", "/api/v1/users/ann.smith", { headers: { cookie } });
  // The answer's shape is the API's: tests of the verb hold it.
  [ann] = said.body.devices as [typeof ann];
  await seedList(database.url, 3_000);
});

test("portal.1 search as one types, by whatever is known of a person; it is in the address and survives a reload", async () => {
  await page.goto(`${portal.url}/users`);
  await expect(page.getByRole("heading", { level: 1, name: "Users 3,002" })).toBeVisible();
  for (const [typed, found] of [
    ["smith, ann", /^Ann Smith/],
    ["ann.smith@", null],
    ["KONSTANTINOPOLITANSKA", LONG],
    [ann.ipv4, "Ann Smith"],
    [ann.ipv6.toUpperCase(), "Ann Smith"],
    [ann.ipv6.replace("::", ":0:0:"), "Ann Smith"],
    ["zzz", null],
  ] as const) {
    await search().fill("");
    await search().pressSequentially(typed, { delay: 5 });
    if (found) await expect(row(found).first(), typed).toBeVisible();
    else await expect(page.getByText(`No users match “${typed}”.`)).toBeVisible();
  }
  await expect(page).toHaveURL(`${portal.url}/users?q=zzz`);
  expect(await faults(page, "no match")).toEqual([]);
  await page.getByRole("link", { name: "Clear search" }).click();
  await search().fill("example");
  await expect(page.getByText("150+ users match. Type more to see the others.")).toBeVisible();
  await page.reload();
  await expect(search()).toHaveValue("example");
  await expect(page.getByText("150+ users match")).toBeVisible();
});

test("portal.1 filters, orders and pages are links that can be sent, and the back button goes through them", async () => {
  await page.goto(`${portal.url}/users`);
  const filter = (name: string) => page.getByRole("combobox", { name });
  await filter("State").selectOption("Suspended");
  await expect(page).toHaveURL(/\?state=suspended$/);
  await expect(row(/./)).toHaveCount(50);
  await expect(list().getByRole("cell", { name: "Suspended" })).toHaveCount(50);
  await list().getByRole("link", { name: "Username" }).click();
  await expect(page).toHaveURL(/sort=username&state=suspended$/);
  await expect(list().getByRole("columnheader", { name: "Username" })).toHaveAttribute("aria-sort", "ascending");
  const first = await row(/./).first().getByRole("cell").nth(2).innerText();
  await page.getByRole("link", { name: "Next page" }).click();
  await expect(page).toHaveURL(/cursor=/);
  await expect(row(/./).first().getByRole("cell").nth(2)).not.toHaveText(first);
  await page.getByRole("link", { name: "Previous page" }).click();
  await expect(row(/./).first().getByRole("cell").nth(2)).toHaveText(first);
  await page.goBack();
  await page.goBack();
  await expect(page).toHaveURL(/sort=username&state=suspended$/);
  // What is chosen next narrows what was chosen before, and the search narrows both.
  await filter("Leave date").selectOption("Within 30 days");
  await filter("Invitation").selectOption("Not used");
  await expect(page).toHaveURL(/invitation=unused&leaves=soon&sort=username&state=suspended$/);
  const matching = page.getByText(/^[\d,]+ users match\.$/);
  await expect(matching).toBeVisible();
  for (const one of await row(/./).all()) await expect(one).toContainText(/Suspended.*Leaves.*invited/s);
  await search().fill("u251");
  await expect(page).toHaveURL(/q=u251/);
  await expect(page.getByText("1 user matches.")).toBeVisible();
  await page.reload();
  await expect(filter("Invitation")).toHaveValue("unused");
  await page.getByRole("link", { name: "Clear filters" }).click();
  await expect(page).toHaveURL(/users\?q=u251&sort=username$/);
  await search().fill("");
  await expect(page).toHaveURL(/users\?sort=username$/);
  await expect(page.getByText(/users? match/)).toBeHidden();
});

test("portal.1 what is selected is suspended in one go, with its count, and all that match are resumed", async () => {
  await page.goto(`${portal.url}/users?q=u1`);
  await page
    .getByRole("checkbox", { name: /^Select / })
    .first()
    .check();
  await bar().getByRole("button", { name: "Select all 50 on this page" }).click();
  await expect(bar().getByText("50 users selected")).toBeVisible();
  expect(await faults(page, "the bulk bar")).toEqual([]);
  await bar().getByRole("button", { name: "Suspend" }).click();
  const dialog = page.getByRole("dialog", { name: "Suspend 50 users" });
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  expect(await faults(page, "the question before many are suspended")).toEqual([]);
  await dialog.getByLabel("Number of users").fill("50");
  await dialog.getByRole("button", { name: "Suspend users" }).click();
  await expect(page.getByRole("heading", { name: /users suspended\.$/ })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/is suspended already/).first()).toBeVisible();
  expect(await faults(page, "a run's result")).toEqual([]);
  await expect(list().getByRole("cell", { name: "Suspended" })).toHaveCount(50);
  await page.getByRole("button", { name: "Close result" }).click();

  await page.goto(`${portal.url}/users?state=suspended`);
  await page
    .getByRole("checkbox", { name: /^Select / })
    .first()
    .check();
  await bar().getByRole("button", { name: "Select all 50 on this page" }).click();
  await bar()
    .getByRole("button", { name: /^Select all [\d,]+ that match$/ })
    .click();
  await bar().getByRole("button", { name: "Resume" }).click();
  const resume = page.getByRole("dialog", { name: /^Resume \d+ users$/ });
  const many = /\d+/.exec(await resume.getByRole("heading").innerText())?.[0] ?? "";
  await resume.getByLabel("Number of users").fill(many);
  await resume.getByRole("button", { name: "Resume users" }).click();
  await expect(page.getByRole("heading", { name: /^\d+ users resumed\.$/ })).toBeVisible({ timeout: 60_000 });
  await page.goto(`${portal.url}/users?state=suspended`);
  await expect(page.getByText("No users match the filters.")).toBeVisible();
});

test("portal.1 an offboarding of more than ten asks for their number", async () => {
  await page.goto(`${portal.url}/users?q=u29&sort=username`);
  const boxes = page.getByRole("checkbox", { name: /^Select / });
  for (let i = 0; i < 12; i++) await boxes.nth(i).check();
  await bar().getByRole("button", { name: "Offboard" }).click();
  const dialog = page.getByRole("dialog", { name: "Offboard 12 users" });
  await dialog.getByRole("button", { name: "Offboard users" }).click();
  await expect(dialog.getByText("Type 12 to confirm.")).toBeVisible();
  expect(await faults(page, "an offboarding of many without their number")).toEqual([]);
  await dialog.getByLabel("Number of users").fill("12");
  await dialog.getByRole("button", { name: "Offboard users" }).click();
  await expect(page.getByRole("heading", { name: "12 users offboarded." })).toBeVisible({ timeout: 60_000 });
  await page.goto(`${portal.url}/users?state=offboarded`);
  await expect(row(/./)).toHaveCount(12);
});

test("portal.1 I11: without a mail server many are invited by a file of links, which is made again when it is lost", async () => {
  await page.goto(`${portal.url}/users?invitation=unused&state=active&q=u1`);
  const boxes = page.getByRole("checkbox", { name: /^Select / });
  for (let i = 0; i < 3; i++) await boxes.nth(i).check();
  await bar().getByRole("button", { name: "Invite" }).click();
  const dialog = page.getByRole("dialog", { name: "Invite 3 users" });
  await expect(dialog.getByRole("radio", { name: /Mail each user theirs \(no mail server is set\)/ })).toBeDisabled();
  await expect(dialog.getByRole("radio", { name: "Download all of them as a file" })).toBeChecked();
  expect(await faults(page, "the question before many are invited")).toEqual([]);
  await dialog.getByRole("button", { name: "Invite users" }).click();
  await expect(page.getByRole("heading", { name: "3 users can be invited." })).toBeVisible({ timeout: 30_000 });
  expect(await faults(page, "a run with a file of links")).toEqual([]);
  const download = async () => {
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download links" }).click();
    return [...readFileSync(await (await saved).path(), "utf8").matchAll(/invitation#[\w-]{43}/g)].map(([link]) => link);
  };
  const first = await download();
  expect(first).toHaveLength(3);
  const second = await download();
  expect(second).toHaveLength(3);
  expect(second.filter((link) => first.includes(link))).toEqual([]);
});

test("portal.1 a row's menu suspends with one click, and Undo takes it back", async () => {
  await page.goto(`${portal.url}/users?q=ann.smith`);
  await row("Ann Smith").first().getByRole("button", { name: "Actions for Ann Smith" }).click();
  expect(await faults(page, "a row's menu")).toEqual([]);
  await page.getByRole("button", { name: "Suspend user" }).and(page.locator(":visible")).click();
  await expect(page.getByRole("region", { name: "Notices" }).getByText(/Ann Smith is suspended/)).toBeVisible();
  await expect(row("Ann Smith").first().getByRole("cell", { name: "Suspended" })).toBeVisible();
  await page.getByRole("region", { name: "Notices" }).getByRole("button", { name: "Undo" }).click();
  await expect(row("Ann Smith").first().getByRole("cell", { name: "Active" })).toBeVisible();
  // What cannot be undone is asked about on the person's own page.
  await row("Ann Smith").first().getByRole("button", { name: "Actions for Ann Smith" }).click();
  await page.getByRole("link", { name: "Offboard user …" }).and(page.locator(":visible")).click();
  await expect(page.getByRole("dialog", { name: "Offboard Ann Smith" })).toBeVisible();
  await page.keyboard.press("Escape");
});

test("portal.7 two edit the same user: the second is told what it says now, and keeps what was typed", async ({ browser }) => {
  const other = await (await signedIn(browser, portal, cookie)).newPage();
  await page.goto(`${portal.url}/users/ann.smith/edit`);
  expect(await faults(page, "editing a user")).toEqual([]);
  await other.goto(`${portal.url}/users/ann.smith/edit`);
  await page.getByLabel("Name", { exact: true }).fill("Ann Miller");
  await other.getByLabel("E-mail").fill("ann@example.org");
  await other.getByRole("button", { name: "Save user" }).click();
  await expect(other).toHaveURL(`${portal.url}/users/ann.smith`);
  await expect(page.getByText("Somebody else has changed this user meanwhile.")).toBeVisible();
  await page.getByRole("button", { name: "Save user" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Somebody else has changed the user ann.smith" })).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Ann Miller");
  expect(await faults(page, "an edit that came second")).toEqual([]);
  await page.goto(`${portal.url}/users/ann.smith/edit`);
  await page.getByLabel("Name", { exact: true }).fill("Ann Miller");
  await page.getByRole("button", { name: "Save user" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Ann Miller" })).toBeVisible();
  await page.goto(`${portal.url}/users?q=miller+ann`);
  await expect(row("Ann Miller")).toContainText("ann@example.org");
  await other.context().close();
});
