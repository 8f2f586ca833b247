import { z } from "zod";
import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { markedCell } from "@/lib/unseen";
import { deviceName } from "@/lib/users/naming";
import { readCsv, refuseMany } from "../csv/read-csv";
import { makeRun } from "../make-run";
import { columnNames, guessMapping, isHeader, MappingBody } from "./columns";
import { judgeFile } from "./judge-file";
import { ImportOptions } from "./import-options";

export const ImportJson = z.strictObject({
  text: z
    .string({ error: "The text of the CSV file is missing." })
    .refine((text) => text.isWellFormed(), "The text has half characters (lone surrogates): it was cut in the wrong place."),
  mapping: MappingBody.optional(),
  /** Whether the first row names the columns; found out where it is not said. */
  header: z.boolean().optional(),
  /** The first device of everybody for whom the file names none; null for none. */
  device: deviceName.nullish(),
});
export type ImportAsked = Partial<Omit<z.output<typeof ImportJson>, "text">>;
export type MadeImport = { id: string; total: number };

/** Reads a CSV file and keeps what it would do as a draft: nobody is added yet. */
export async function makeImport(ctx: Context, chunks: AsyncIterable<Uint8Array>, asked: ImportAsked = {}): Promise<Committed<MadeImport>> {
  const read = await readCsv(chunks);
  const file = { ...read, rows: read.rows.map(({ line, cells }) => ({ line, cells: cells.map(markedCell) })) };
  const header = asked.header ?? isHeader(file.rows[0]?.cells ?? []);
  const head = header ? (file.rows[0]?.cells ?? []) : null;
  const rows = header ? file.rows.slice(1) : file.rows;
  refuseMany(rows.length);
  const width = head?.length ?? Math.max(1, ...rows.map((row) => row.cells.length));
  const mapping = asked.mapping ?? (head ? guessMapping(head) : {});
  const device = asked.device === undefined ? "laptop" : asked.device;
  return commit(ctx, "users.write", async (tx) => {
    const columns = columnNames(head, width);
    const { items, counts } = await judgeFile(tx, rows, { mapping, device, columns });
    const options = ImportOptions.parse({ delimiter: file.delimiter, header, columns, mapping, device, counts });
    const value = await makeRun(tx, ctx, { verb: "import", state: "draft", options, items });
    return {
      value,
      audit: { action: "import.draft", subject: `run ${value.id}`, details: { rows: rows.length, ...counts } },
      nodes: "need not",
    };
  });
}
