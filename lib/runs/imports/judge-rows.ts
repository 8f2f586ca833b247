import type { z } from "zod";
import { deviceName, lineOfText, newUsername, optionalEmail } from "@/lib/users/naming";
import type { CsvRow } from "../csv/read-csv";
import type { ImportField, Mapping } from "./import-fields";

/** What is in the way of a row: it is wrong, it says what another row says, or its user is there already. */
export type Trouble = { kind: "bad" | "duplicate" | "exists"; field: ImportField; sentence: string };
export type ImportRow = { username: string; name: string; email: string | null; device: string | null };
export type Judged = { line: number; cells: string[]; row: ImportRow; trouble: Trouble[] };
/** What is in the database already: usernames, and e-mail addresses in lower case with whose they are. */
export type Present = { usernames: ReadonlySet<string>; emails: ReadonlyMap<string, string> };

/** Two spellings of one thing are one: letters in other forms (NFKC) and cases, spaces around. */
export const folded = (text: string): string => text.normalize("NFKC").trim().toLowerCase();

/** The row's cells by field. Usernames are folded, because other systems write them as Ann.Smith. */
export function readRow(cells: readonly string[], mapping: Mapping, device: string | null): ImportRow {
  const cell = (field: ImportField) => {
    const at = mapping[field];
    return at === null || at === undefined ? "" : (cells[at] ?? "").trim();
  };
  return {
    username: folded(cell("username")),
    name: cell("name") || [cell("firstName"), cell("lastName")].filter(Boolean).join(" "),
    email: cell("email") || null,
    device: mapping.device === null || mapping.device === undefined ? device : cell("device") || null,
  };
}

/** Judges every row by the rules of the form that adds one user, and against the rows before it and what is there. */
export function judgeRows(rows: readonly CsvRow[], mapping: Mapping, device: string | null, width: number, present: Present): Judged[] {
  const lineOf = { username: new Map<string, number>(), email: new Map<string, number>() };
  return rows.map(({ line, cells }) => {
    const row = readRow(cells, mapping, device);
    const trouble: Trouble[] = [];
    const parse = (field: ImportField, schema: z.ZodType<string | null>, value: unknown) => {
      const parsed = schema.safeParse(value);
      if (!parsed.success) trouble.push({ kind: "bad", field, sentence: parsed.error.issues[0]?.message ?? "It is not right." });
      return parsed.success ? parsed.data : null;
    };
    if (cells.slice(width).some((cell) => cell.trim() !== ""))
      trouble.push({
        kind: "bad",
        field: "name",
        sentence: `The row has ${cells.length} cells, the columns are ${width}. A cell with a separator in it needs quotes.`,
      });
    parse("username", newUsername, row.username);
    const name = parse("name", NAME, row.name);
    const email = row.email === null ? null : (optionalEmail.safeParse(row.email).data ?? null);
    if (row.email !== null && email === null) parse("email", EMAIL, row.email);
    if (row.device !== null) parse("device", deviceName, row.device);
    trouble.push(
      ...repeated(
        "username",
        row.username,
        line,
        lineOf.username,
        present.usernames.has(row.username) ? `The user ${row.username} is there already.` : null,
      ),
    );
    if (email) {
      const owner = present.emails.get(folded(email));
      const theirs = owner === undefined || owner === row.username ? null : `The e-mail address belongs to ${owner} already.`;
      trouble.push(...repeated("email", folded(email), line, lineOf.email, theirs));
    }
    return { line, cells, row: { ...row, name: name ?? row.name, email: email ?? row.email }, trouble };
  });
}

const NAME = lineOfText("The name");
const EMAIL = optionalEmail;

function repeated(field: "username" | "email", key: string, line: number, lines: Map<string, number>, there: string | null): Trouble[] {
  if (key === "") return [];
  const found: Trouble[] = [];
  const before = lines.get(key);
  const what = field === "username" ? "username" : "e-mail address";
  if (before === undefined) lines.set(key, line);
  else found.push({ kind: "duplicate", field, sentence: `The ${what} ${key.slice(0, 100)} is in line ${before} too.` });
  if (there) found.push({ kind: "exists", field, sentence: there });
  return found;
}

/** One word for a row: what is wrong comes before what is there twice, and that before what is there already. */
export function kindOf(trouble: readonly Trouble[]): Trouble["kind"] | "good" {
  return (["bad", "duplicate", "exists"] as const).find((kind) => trouble.some((one) => one.kind === kind)) ?? "good";
}
