import { expect, test, type Page } from "@playwright/test";
import { ENTRIES, spread, UNSEEN } from "./entries";
import { openForm, textFieldsOf, tryField, type Outcome } from "./fill-form";
import { openFormGround, type FormGround } from "./form-ground";
import { FORMS, SEARCHES, type FormRow } from "./forms";
import { unseenInDatabase } from "./stored-text";

const ACTS = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "a\u202Eb", "=1+1"];

let on: FormGround;
const found: string[] = [];
test.describe.configure({ mode: "serial" });
test.beforeAll(async ({ browser }) => {
  on = await openFormGround(browser);
});
test.afterAll(async () => {
  await on?.admin.close();
  await on?.stranger.close();
  await on?.target.close();
});

/** A page on which nothing that was typed may run. */
async function watched(row?: FormRow): Promise<Page> {
  const page = await (row?.signedOut ? on.stranger : on.admin).newPage();
  page.on("dialog", (dialog) => {
    found.push(`${page.url()}: a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("pageerror", (error) => found.push(`${page.url()}: ${error.message}`));
  return page;
}

/**
 * Two entries for each field, other ones for the next, so that all forms together have met many. In a proof every second one, and the
 * next field the others: more than 300 each. The API, which gets what forms send, meets more of them (naughty-api.spec.ts).
 */
function entriesFor(turn: number, costly?: boolean): readonly string[] {
  if (process.env.PROVE) return costly ? spread(40) : ENTRIES.filter((_entry, i) => i % 2 === turn % 2);
  const entry = ENTRIES[(turn * 131) % ENTRIES.length] ?? "";
  return [ACTS[turn % ACTS.length] ?? "", ...(costly ? [] : [entry])];
}

function wrong(row: FormRow, field: string, text: string, outcome: Outcome): string | null {
  if (outcome.is === "accepted") return null;
  if (outcome.is === "silent") return "nothing is said";
  if (!outcome.kept) return "what was typed is gone";
  const names = Object.keys(outcome.under);
  const said = outcome.form || Object.values(outcome.under).join(" ");
  // A sentence may quote what was typed, and that may be "undefined".
  const own = text ? said.replaceAll(text, "") : said;
  if (/broke|did not answer|undefined|\[object/.test(own) || said.length < 10) return `says ${JSON.stringify(said)}`;
  if (UNSEEN.test(said)) return "says what cannot be seen";
  if (names.length === 0) return row.ofForm?.test(said) ? null : `says of the whole form: ${said}`;
  return names.includes(field) || names.some((name) => row.also?.includes(name)) ? null : `blames ${names.join()}: ${said}`;
}

test("portal.2 every form: what is refused stands under its field and what was typed stays; nothing that was typed runs", async () => {
  test.setTimeout(process.env.PROVE ? 7_200_000 : 400_000);
  const began = Date.now();
  let [tries, refused, accepted, turn, fields] = [0, 0, 0, 0, 0];
  for (const [what, row] of Object.entries(FORMS).filter(([name]) => name.includes(process.env.ONLY ?? ""))) {
    const start = Date.now();
    let page = await watched(row);
    const open = async () => openForm(page, typeof row.at === "function" ? await row.at(on) : row.at, row.submit, row.open);
    let form = await open();
    const names = (await textFieldsOf(form)).filter((name) => !row.leave?.includes(name));
    expect(names.length, `${what} has fields`).toBeGreaterThan(0);
    for (const field of names) {
      fields++;
      for (const text of entriesFor(turn++, row.costly)) {
        const { [field]: _tried, ...right } = row.right?.(++tries) ?? {};
        const outcome = await tryField(form, right, field, text);
        const why = wrong(row, field, text, outcome);
        if (why) found.push(`${what}, ${field}, ${JSON.stringify(text).slice(0, 80)}: ${why}`);
        if (outcome.is === "refused") refused++;
        else {
          accepted++;
          // Whoever was just let in is a stranger again.
          if (row.signedOut) {
            await page.close();
            await on.stranger.clearCookies();
            page = await watched(row);
          }
          form = await open();
        }
      }
    }
    await page.close();
    if (process.env.SLOW && found.length > 0) console.log(found.splice(0).join("\n"));
    if (process.env.SLOW) console.log(`${what}: ${names.length} fields, ${Date.now() - start} ms`);
  }
  console.log(
    `${Object.keys(FORMS).length} forms, ${fields} fields: ${refused} refused, ${accepted} accepted in ${((Date.now() - began) / 1000).toFixed(1)} s`,
  );
  expect(found).toEqual([]);
});

test("portal.2 searches, filters and pages of lists are answered whatever their address says", async () => {
  test.setTimeout(process.env.PROVE ? 3_600_000 : 200_000);
  const began = Date.now();
  let turn = 0;
  const asked: [string, string][] = [];
  for (const [path, names] of Object.entries(SEARCHES))
    for (const name of names) {
      const entries = process.env.PROVE
        ? ENTRIES
        : [...ACTS, ...Array.from({ length: 2 }, (_, i) => ENTRIES[(turn + i * 83) % ENTRIES.length] ?? ""), cursorLike(turn)];
      turn += 2;
      for (const text of entries) asked.push([`${path}?${name}=${encodeURIComponent(text.toWellFormed())}`, text]);
    }
  const pages = asked.length;
  const worker = async () => {
    for (let next = asked.shift(); next; next = asked.shift()) {
      const [path, text] = next;
      const answer = await fetch(new URL(path, on.target.portal.url), { headers: { cookie: on.target.cookie }, redirect: "manual" });
      const html = await answer.text();
      if (answer.status >= 500 || /Something broke/.test(html)) found.push(`${path.slice(0, 200)}: ${answer.status}`);
      if (text.includes("<") && text.length > 8 && html.replaceAll(/<script\b[^>]*>.*?<\/script>/gs, "").includes(text))
        found.push(`${path}: ${text} stands in the page as it was sent`);
    }
  };
  await Promise.all(Array.from({ length: 4 }, worker));
  console.log(`${pages} pages in ${((Date.now() - began) / 1000).toFixed(1)} s`);
  expect(found).toEqual([]);
});

const CURSORS = ENTRIES.filter((entry) => entry.startsWith("W1"));
const cursorLike = (turn: number) => CURSORS[turn % CURSORS.length] ?? "";

test("portal.2 search boxes and the command menu take what is typed as text", async () => {
  test.setTimeout(200_000);
  const page = await watched();
  for (const [path, label] of [
    ["/users", "Search users"],
    ["/addresses", "Search addresses"],
    ["/accounts", "Search accounts"],
    ["/authority/certificates", "Search certificates"],
    ["/api-reference", "Search the API"],
  ] as const) {
    await page.goto(path);
    const box = page.getByRole("searchbox", { name: label });
    for (const text of ACTS) {
      await box.fill(text);
      await page.waitForURL((url) => (url.searchParams.get("q") ?? url.searchParams.get("search")) === text);
      await expect(box).toHaveValue(text);
    }
  }
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.keyboard.press("ControlOrMeta+k");
  const command = page.getByRole("combobox");
  for (const text of ACTS) {
    await command.fill(text);
    await expect(command).toHaveValue(text);
  }
  await page.close();
  expect(found).toEqual([]);
});

test("portal.2 pages show as text whatever was accepted", async () => {
  test.setTimeout(200_000);
  const image = '"><img src=x onerror=alert(1)>';
  const { page: ask } = on.target;
  const name = { version: 1, name: `Ann ${image}` };
  await ask("POST", "/api/v1/users", { body: { username: "shown.person", name: name.name, device: "laptop" } });
  await ask("POST", "/api/v1/tokens", { body: { name: `program ${image}`, role: "auditor", expiresInDays: null } });
  await ask("POST", "/api/v1/addresses/reserved", { body: { first: "10.8.250.1", last: "10.8.250.1", note: `printer ${image}` } });
  const csv = `name,username\n"Eve ""><img src=x onerror=alert(1)>",eve.shown\n`;
  const made = await ask("POST", "/api/v1/imports", { body: { text: csv } });
  const page = await watched();
  for (const [path, text] of [
    ["/users?sort=-added", name.name],
    ["/users/shown.person", name.name],
    ["/users/shown.person/edit", null],
    ["/accounts/tokens", `program ${image}`],
    ["/addresses/reserved", `printer ${image}`],
    ["/addresses", null],
    [`/users/import/${String(made.body.id)}`, `Eve ${image}`],
    ["/audit", null],
    ["/runs", null],
    ["/", null],
  ] as const) {
    await page.goto(path);
    await expect(page.getByRole("heading").first()).toBeVisible();
    if (text) await expect(page.getByText(text).first(), path).toBeVisible();
    expect(await page.locator('img[src="x"], [onerror]').count(), path).toBe(0);
  }
  await page.close();
  expect(found).toEqual([]);
  expect((await unseenInDatabase(on.target.database)).found).toEqual([]);
});
