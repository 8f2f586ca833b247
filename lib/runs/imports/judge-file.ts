import type { Tx } from "@/lib/db/client";
import type { CsvRow } from "../csv/read-csv";
import type { NewItem } from "../make-run";
import type { Mapping } from "./import-fields";
import { findPresent } from "./find-present";
import type { Counts } from "./import-options";
import { judgeRows, kindOf, readRow } from "./judge-rows";

/** Step: the preview's items and counts. Nothing is made of it yet. */
export async function judgeFile(
  tx: Tx,
  rows: readonly CsvRow[],
  { mapping, device, columns }: { mapping: Mapping; device: string | null; columns: readonly string[] },
): Promise<{ items: NewItem[]; counts: Counts }> {
  const asked = rows.map(({ cells }) => readRow(cells, mapping, device));
  const emails = asked.flatMap(({ email }) => (email === null ? [] : [email]));
  const present = await findPresent(
    tx,
    asked.map((row) => row.username),
    emails,
  );
  const counts: Counts = { good: 0, bad: 0, duplicate: 0, exists: 0 };
  const items = judgeRows(rows, mapping, device, columns.length, present).map(({ line, cells, row, trouble }): NewItem => {
    const kind = kindOf(trouble);
    counts[kind] += 1;
    return {
      input: { line, cells, ...row },
      state: kind === "good" ? "waiting" : "skipped",
      sentence: trouble.length === 0 ? null : trouble.map((one) => one.sentence).join(" "),
      result: kind === "good" ? undefined : { kind, fields: trouble.map((one) => one.field) },
    };
  });
  return { items, counts };
}
