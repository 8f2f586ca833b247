import { z } from "zod";
import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { refuseStale, version } from "@/lib/core/version";
import { refuse } from "@/lib/refusal";
import { deviceName } from "@/lib/users/naming";
import { lockRun } from "../cancel-run";
import type { CsvRow } from "../csv/read-csv";
import { insertItems } from "../make-run";
import { MappingBody } from "./columns";
import { judgeFile } from "./judge-file";
import { importOptions } from "./import-options";

export const MapImportBody = z.strictObject({ version, mapping: MappingBody, device: deviceName.nullable() });

const Cells = z.object({ line: z.number(), cells: z.array(z.string()) });

/** Says which columns are what, and judges all rows again. */
export function mapImport(
  ctx: Context,
  id: string,
  body: z.output<typeof MapImportBody>,
): Promise<Committed<{ id: string; total: number }>> {
  return commit(ctx, "users.write", async (tx) => {
    const run = await lockRun(tx, id);
    const options = importOptions(run);
    if (run.state !== "draft") refuse("state", "This import has begun: its columns cannot be changed any more.");
    refuseStale("this preview", options.version, body.version);
    const kept = await tx.runItem.findMany({ where: { runId: id }, orderBy: { n: "asc" }, select: { input: true } });
    const rows: CsvRow[] = kept.map(({ input }) => Cells.parse(input));
    const { mapping, device } = body;
    const { items, counts } = await judgeFile(tx, rows, { mapping, device, columns: options.columns });
    await tx.runItem.deleteMany({ where: { runId: id } });
    await insertItems(tx, id, items);
    await tx.run.update({
      where: { id },
      data: { total: counts.good, options: { ...options, mapping, device, counts, version: options.version + 1 } },
    });
    return {
      value: { id, total: counts.good },
      audit: { action: "import.draft", subject: `run ${id}`, details: { rows: rows.length, ...counts } },
      nodes: "need not",
    };
  });
}
