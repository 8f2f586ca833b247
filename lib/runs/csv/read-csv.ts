import { pipeline } from "node:stream/promises";
import { CsvError, parse } from "csv-parse";
import { Refusal, refuse } from "@/lib/refusal";
import { MOST_ITEMS } from "../run";
import { csvLines, delimiterOf, isSepLine } from "./csv-lines";

/** A row of the file: `line` is where it begins. */
export type CsvRow = { line: number; cells: string[] };
export type CsvFile = { delimiter: string; rows: CsvRow[] };

const MOST_CELLS = 50;
/** Bytes of one row: a quote that is opened and not closed would make one of the whole rest. */
const LONGEST_ROW = 20_000;

type Parsed = { record: string[]; raw: string; info: { lines: number } };

/** Reads a CSV file as it comes in: 2 MB and 5,000 rows below the header at most. Empty lines are left out. */
export async function readCsv(chunks: AsyncIterable<Uint8Array>): Promise<CsvFile> {
  const lines = csvLines(chunks);
  const opening = await lines.next();
  if (opening.done) return empty();
  const delimiter = delimiterOf(opening.value);
  const skipped = isSepLine(opening.value) ? 1 : 0;
  const rows: CsvRow[] = [];
  const parser = parse({
    delimiter,
    info: true,
    raw: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW,
  });
  try {
    await pipeline(
      async function* () {
        if (!skipped) yield opening.value;
        yield* lines;
      },
      parser,
      async (records: AsyncIterable<Parsed>) => {
        for await (const { record, raw, info } of records) {
          const line = info.lines + skipped - (raw.replace(/^\n+/, "").replace(/\n$/, "").split("\n").length - 1);
          if (record.length > MOST_CELLS) refuse("invalid", `Line ${line} has more than ${MOST_CELLS} columns.`, "file");
          if (record.every((cell) => cell.trim() === "")) continue;
          rows.push({ line, cells: record });
          // One more: the first may name the columns.
          refuseMany(rows.length - 1);
        }
      },
    );
  } catch (error) {
    throw error instanceof CsvError ? asRefusal(error, skipped) : error;
  }
  return rows.length === 0 ? empty() : { delimiter, rows };
}

export function refuseMany(rows: number): void {
  if (rows > MOST_ITEMS)
    refuse("too-large", "The file has more than 5,000 rows. Split it into smaller files and import them one after the other.", "file");
}

const empty = () =>
  refuse("invalid", "The file is empty. It needs a row for each user, and best a first row that names the columns.", "file");

function asRefusal(error: CsvError, skipped: number): Refusal {
  const at = `Line ${Number(Reflect.get(error, "lines") ?? 0) + skipped}`;
  const why: Partial<Record<CsvError["code"], string>> = {
    CSV_QUOTE_NOT_CLOSED: 'has a quote (") that is opened and never closed.',
    CSV_INVALID_CLOSING_QUOTE: 'has something after a closing quote ("). A quote inside a quoted cell is written twice.',
    INVALID_OPENING_QUOTE: 'has a quote (") in the middle of a cell. Put the whole cell into quotes and write the quote inside twice.',
    CSV_MAX_RECORD_SIZE: "begins a row of more than 20,000 characters: a quote may be opened and not closed.",
  };
  return new Refusal("invalid", `${at} ${why[error.code] ?? "is not CSV."}`, "file");
}
