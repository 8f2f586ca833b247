import { readFileSync } from "node:fs";
import { expect, test, type Page } from "@playwright/test";
import { faults, pageAt, walk } from "./looks";
import { signedIn } from "./pages/users-list";
import { startPortal, type Portal } from "./portal";
import { ask, newCsr, setUpByProgram } from "./program";

let portal: Portal;
let cookie: string;
let page: Page;

test.describe.configure({ mode: "serial", timeout: 180_000 });
test.beforeAll(async ({ browser }) => {
  portal = await startPortal();
  cookie = await setUpByProgram(portal);
  const added = await ask(portal.url, portal.url, "POST", "/api/v1/users", {
    body: { username: "here.already", name: "Here Already", device: "laptop" },
    headers: { cookie },
  });
  expect(added.status).toBe(201);
  page = await (await signedIn(browser, portal, cookie)).newPage();
});
test.afterAll(() => portal?.stop());

const button = (name: string | RegExp, on: Page = page) => on.getByRole("button", { name });
const file = (text: string | Buffer) => ({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(text) });

async function preview(text: string | Buffer, on: Page = page): Promise<void> {
  await on.goto(`${portal.url}/users/import`);
  await on.getByLabel("CSV file").setInputFiles(file(text));
  await button("Preview import", on).click();
}
const previewed = (on: Page = page) => expect(on).toHaveURL(/\/users\/import\/[0-9a-f-]{36}$/);

const GOOD = Array.from({ length: 230 }, (_, i) => `Person ${i},p.${i},p${i}@example.org`);
const MIXED = [
  "Full name,Login,Mail",
  ...GOOD,
  "Bad Name,bob!,bob@example.org",
  "Person Zero,P.0,zero@example.org",
  "Here Already,here.already,",
  '"=HYPERLINK(""http://evil"")",formula,formula@example.org',
].join("\r\n");

test("portal.1 a file that cannot be read is refused in a sentence under its field, with the line", async () => {
  await page.goto(`${portal.url}/users`);
  await page.getByRole("link", { name: "Import users" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Import users" })).toBeVisible();
  expect(await faults(page, "choosing a file")).toEqual([]);
  await button("Preview import").click();
  await expect(page.getByText("Choose a CSV file.")).toBeVisible();
  await expect(page.getByLabel("CSV file")).toBeFocused();
  await preview(Buffer.from("username,name\nmax,M\xfcller\n", "latin1"));
  await expect(page.getByText("Line 2 is not UTF-8")).toBeVisible();
  expect(await faults(page, "a bad file")).toEqual([]);
  await preview("");
  await expect(page.getByText("The file is empty.")).toBeVisible();
});

test("portal.1 good, bad, double and existing rows: seen before, only the good ones added, with progress and a result", async () => {
  await preview(MIXED);
  await previewed();
  await expect(page.getByText("231 of 234 rows can be imported")).toBeVisible();
  await expect(page.getByText("1 has an error, 1 says what another row says, 1 is there already.")).toBeVisible();
  expect(await faults(page, "a preview")).toEqual([]);
  await page.getByRole("link", { name: "Problems (3)" }).click();
  const rows = page.getByRole("table", { name: "Rows of the file" });
  await expect(rows.getByRole("row")).toHaveCount(4);
  await expect(rows.getByRole("row", { name: /Bad Name/ })).toContainText("232");
  await expect(rows.getByRole("row", { name: /Bad Name/ })).toContainText("The username must begin with a letter");
  await expect(rows.getByRole("row", { name: /Person Zero/ })).toContainText("The username p.0 is in line 2 too.");
  await expect(rows.getByRole("row", { name: /Here Already/ })).toContainText("The user here.already is there already.");
  await page.reload();
  await expect(rows.getByRole("row")).toHaveCount(4);
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export rows as CSV" }).click();
  const lines = readFileSync(await (await downloading).path(), "utf8")
    .trim()
    .split("\r\n");
  expect(lines.map((line) => line.slice(0, line.indexOf(",")))).toEqual(["line", "232", "233", "234"]);
  expect(lines[1]).toContain("The username must begin with a letter");
  await page.getByRole("link", { name: "All rows (234)" }).click();
  await expect(rows.getByRole("row")).toHaveCount(51);
  await page.getByRole("link", { name: "Next page" }).click();
  await expect(rows.getByRole("rowheader", { name: "Person 50", exact: true })).toBeVisible();
  await button("Add the 231 good rows").click();
  await expect(page.getByRole("heading", { name: "231 users imported." })).toBeVisible();
  await expect(page.getByText("0 of 231 have used their invitation, 231 were not invited yet.")).toBeVisible();
  expect(await faults(page, "an import that is done")).toEqual([]);
});

test("portal.1 links for everybody as a file that a spreadsheet runs nothing of; who has not used theirs", async () => {
  const downloading = page.waitForEvent("download");
  await button("Download links").click();
  const saved = await (await downloading).path();
  const lines = readFileSync(saved, "utf8").split("\r\n").slice(0, -1);
  expect(lines.length).toBe(232);
  expect(lines[0]).toBe("\uFEFFusername,name,email,device,link,expires");
  expect(lines.find((line) => line.startsWith("formula,"))).toContain("\"'=HYPERLINK(");
  await expect(page.getByText("0 of 231 have used their invitation.")).toBeVisible();
  const link = lines.find((line) => line.startsWith("p.7,"))?.split(",")[4] ?? "";
  const used = await ask(portal.url, portal.url, "POST", "/api/v1/invitations/use", {
    body: { token: link.split("#")[1], csr: await newCsr("p.7.laptop.1") },
  });
  expect(used.status).toBe(201);
  // Live: nobody reloads.
  await expect(page.getByText("1 of 231 have used their invitation.")).toBeVisible();
  await page.getByRole("link", { name: "Not used yet (230)" }).click();
  await expect(page.getByRole("rowheader", { name: /Person 7 p7@/ })).toHaveCount(0);
  await expect(button("Mail links")).toHaveAttribute("aria-disabled", "true");
  await expect(button("Undo import")).toHaveAttribute("aria-disabled", "true");
});

test("portal.1 other columns when told, by keyboard; and back again as if it had never been", async () => {
  await preview("A01,k.one,Kim One\nA02,k.two,Kim Two\n");
  await previewed();
  await expect(page.getByText("0 of 2 rows can be imported")).toBeVisible();
  await page.getByLabel("Username").focus();
  await page.keyboard.type("Column 2");
  await page.getByLabel("Name", { exact: true }).focus();
  await page.keyboard.type("Column 3");
  await button("Update preview").focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("2 of 2 rows can be imported")).toBeVisible();
  await button("Add 2 users").focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "2 users imported." })).toBeVisible();
  await button("Undo import").focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Undo this import?" });
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  expect(await faults(page, "the question before an undo")).toEqual([]);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`${portal.url}/runs`);
  await page.getByRole("link", { name: "Undo an import" }).click();
  await expect(page.getByRole("heading", { name: "2 users taken back." })).toBeVisible();
  expect(await faults(page, "a run")).toEqual([]);
  await page.goto(`${portal.url}/users?q=kim`);
  await expect(page.getByText("No users match “kim”.")).toBeVisible();
});

test("portal.1 a draft is thrown away after a question, and an import of nothing good starts nothing", async () => {
  await preview("username,name\nx!,\n");
  await previewed();
  await expect(button("Add users")).toHaveAttribute("aria-disabled", "true");
  await button("Discard import").click();
  await page.getByRole("dialog").getByRole("button", { name: "Discard import" }).click();
  await expect(page).toHaveURL(`${portal.url}/users/import`);
});

test("portal.1 exports: the list that is seen, as CSV and JSON, each in the audit log", async () => {
  await page.goto(`${portal.url}/users?q=formula`);
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export users as CSV" }).click();
  const text = readFileSync(await (await downloading).path(), "utf8");
  expect(text.trim().split("\r\n").length).toBe(2);
  expect(text).toContain("\"'=HYPERLINK(");
  await page.goto(`${portal.url}/audit`);
  await expect(page.getByText("export users").first()).toBeVisible();
});

test("portal.1 import, preview, result and runs in both themes at 1280 and 390 px: axe finds nothing, nothing is too wide", async ({
  browser,
}) => {
  const draft = await ask(portal.url, portal.url, "POST", "/api/v1/imports", {
    raw: `username,name,email\n${"a".repeat(60)},${"Wolfeschlegelstein ".repeat(4)},x@example.org\nfine.one,Fine One,${"long".repeat(12)}@example.org\n`,
    headers: { cookie, "content-type": "text/csv" },
  });
  const runs = (await ask(portal.url, portal.url, "GET", "/api/v1/runs", { headers: { cookie } })).body.rows as {
    id: string;
    verb: string;
    state: string;
  }[];
  const done = runs.findLast((run) => run.verb === "import" && run.state === "done");
  const undo = runs.find((run) => run.verb === "undo-import");
  const places = { import: "", preview: `/${String(draft.body.id)}`, result: `/${done?.id}` };
  const looking = await signedIn(browser, portal, cookie);
  const all = Object.entries(places).map(([name, path]) => [name, `/users/import${path}`]);
  const stops = [...all, ["runs", "/runs"], ["run", `/runs/${undo?.id}`]].map(([name = "", path = ""]) =>
    pageAt(() => portal.url)(path, /./, name),
  );
  await walk(browser, stops, await looking.storageState());
  await looking.close();
});
