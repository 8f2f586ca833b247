import { expect, test } from "@playwright/test";
import { parse } from "csv-parse/sync";
import { ENTRIES, spread, UNSEEN } from "./entries";
import { unseenInDatabase } from "./stored-text";
import { openTarget, type Target } from "./target";

const COLUMNS = ["name", "username", "email", "device"] as const;
const EXPORTS = ["users", "devices", "certificates", "addresses", "audit", "vpn-sessions", "import-rows"] as const;
type PreviewRow = { state: string; sentence: string | null; name: string; username: string };

/** No CSV file has these: NUL, and halves of characters. */
const NO_TEXT = ENTRIES.filter((entry) => entry.includes("\0") || !entry.isWellFormed());
const TEXTS = ENTRIES.filter((entry) => !NO_TEXT.includes(entry));
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

let on: Target;
/** An import of every entry as a name. */
let imported = "";
test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  on = await openTarget();
});
test.afterAll(() => on?.close());

/** A file with every entry in one column, and what is right in the others. */
function fileOf(column: (typeof COLUMNS)[number]): string {
  const rows = TEXTS.map((text, i) => {
    const right = { name: `Person ${i}`, username: `${column}${i}.person`, email: `${column}${i}@example.org`, device: "laptop" };
    const cells = { ...right, [column]: text };
    return COLUMNS.map((name) => quoted(cells[name])).join(",");
  });
  return `${COLUMNS.join(",")}\n${rows.join("\n")}\n`;
}

async function rowsOf(id: string): Promise<PreviewRow[]> {
  const rows: PreviewRow[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const { body } = await on.page("GET", `/api/v1/imports/${id}${cursor ? `?cursor=${cursor}` : ""}`);
    // The shape is the API's own: e2e/command-line.spec.ts holds every answer to it.
    const page = body.rows as { rows: PreviewRow[]; next: string | null };
    rows.push(...page.rows);
    cursor = page.next;
  }
  return rows;
}

test("portal.2 every entry as a cell of every column of an import: a row is good, or says in a sentence what is wrong", async () => {
  test.setTimeout(300_000);
  const began = Date.now();
  for (const column of COLUMNS) {
    const made = await on.page("POST", "/api/v1/imports", { body: { text: fileOf(column) } });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    if (column === "name") imported = String(made.body.id);
    const rows = await rowsOf(String(made.body.id));
    expect(rows.length, column).toBe(TEXTS.length);
    const wrong = rows.flatMap((row, i) => {
      const said = row.state === "good" ? "" : String(row.sentence);
      const right = !UNSEEN.test(row.name + row.username + said) && (row.state === "good" || /^[A-Z“].{9,}/su.test(said));
      return right ? [] : [`${column} ${JSON.stringify(TEXTS[i])}: ${JSON.stringify(row)}`];
    });
    expect(wrong).toEqual([]);
    const good = rows.filter(({ state }) => state === "good").length;
    const started = await on.page("POST", `/api/v1/imports/${String(made.body.id)}/start`, { body: { rows: "good" } });
    expect(started.status, JSON.stringify(started.body)).toBe(200);
    await expect
      .poll(async () => (await on.page("GET", `/api/v1/runs/${String(made.body.id)}`)).body.state, { timeout: 60_000 })
      .toBe("done");
    const { done, failed } = (await on.page("GET", `/api/v1/runs/${String(made.body.id)}`)).body;
    expect([done, failed], column).toEqual([good, 0]);
    console.log(`${column}: ${rows.length} rows, ${good} good and added`);
  }
  console.log(`${COLUMNS.length} files in ${((Date.now() - began) / 1000).toFixed(1)} s`);
});

test("portal.2 what no CSV file may have is refused with the file's name or its line", async () => {
  for (const text of NO_TEXT)
    await on.refused(
      () => on.page("POST", "/api/v1/imports", { body: { text: `name,username\n${quoted(text)},eve\n` } }),
      { status: 400, words: /line 2|lone surrogates/i },
      JSON.stringify(text),
    );
});

test("portal.2 every entry as a whole file: a draft, or a sentence about the file", async () => {
  for (const text of process.env.PROVE ? ENTRIES : spread(150)) {
    const said = await on.page("POST", "/api/v1/imports", { raw: text.toWellFormed(), headers: { "content-type": "text/csv" } });
    expect(said.status, `${JSON.stringify(text)}: ${JSON.stringify(said.body)}`).toBeLessThan(500);
    if (said.status !== 201) expect([said.status, said.body.field], JSON.stringify(said.body)).toEqual([400, "file"]);
  }
});

/** How a value of the JSON export stands in a cell. */
function asText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value) && value.every((one) => typeof one === "string")) return value.join(" ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

test("portal.2 out through every export: the same text as in JSON, and no cell that a spreadsheet would compute", async () => {
  test.setTimeout(200_000);
  for (const name of EXPORTS) {
    const of = name === "import-rows" ? `&import=${imported}` : "";
    const get = (format: string) =>
      fetch(new URL(`/api/v1/exports/${name}?format=${format}${of}`, on.portal.url), { headers: { cookie: on.cookie } });
    const csv = await (await get("csv")).text();
    const rows: string[][] = parse(csv, { bom: true, relax_column_count: false });
    const json: unknown = await (await get("json")).json();
    const [columns = [], ...cells] = rows;
    // Each export is itself an entry of the audit log, which the later one has too.
    const objects = (json as Record<string, unknown>[]).filter((one) => name !== "audit" || cells.some(([seq]) => seq === asText(one.seq)));
    expect(cells.length, name).toBe(objects.length);
    let guarded = 0;
    const wrong: string[] = [];
    for (const [i, row] of cells.entries())
      for (const [j, cell] of row.entries()) {
        const value = objects[i]?.[columns[j] ?? ""];
        const text = asText(value);
        if (cell !== text) guarded++;
        if ((typeof value !== "number" && /^[=+\-@\t\r]/.test(cell)) || (cell !== text && cell !== `'${text}`))
          wrong.push(`${name} ${columns[j]}: ${JSON.stringify(cell)} for ${JSON.stringify(value)}`);
      }
    expect(wrong).toEqual([]);
    console.log(`${name}: ${cells.length} rows, ${guarded} cells made safe`);
    if (name === "users") {
      const names = new Set(objects.map((one) => one.name));
      for (const text of ["=1+1", "@SUM(A1)", "Zoë 't Hooft-Müller", "<b onmouseover=alert(1)>Ann</b>", 'a"b', "a,b", "a;b"])
        expect(names, `${text} was imported and is exported`).toContain(text);
      expect(guarded).toBeGreaterThan(10);
    }
  }
  expect((await unseenInDatabase(on.database)).found).toEqual([]);
});
