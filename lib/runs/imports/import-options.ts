import { z } from "zod";
import { refuse } from "@/lib/refusal";
import { MappingBody } from "./columns";

const Counts = z.object({ good: z.number(), bad: z.number(), duplicate: z.number(), exists: z.number() });
export type Counts = z.output<typeof Counts>;

/** What a run of verb "import" keeps about its file and its preview. */
export const ImportOptions = z.object({
  delimiter: z.string(),
  /** Whether the first row named the columns. */
  header: z.boolean(),
  columns: z.array(z.string()),
  mapping: MappingBody,
  /** The first device of everybody for whom the file names none; null: no device. */
  device: z.string().nullable(),
  counts: Counts,
  /** Rises with each change of the mapping: nobody starts what they have not seen. */
  version: z.number().default(1),
  /** Whether invitations are mailed with the import. */
  invite: z.enum(["mail", "later"]).optional(),
  ended: z.string().optional(),
  /** The run that takes it back. */
  undoneBy: z.string().optional(),
});
export type ImportOptions = z.output<typeof ImportOptions>;

export function importOptions(run: { verb: string; options: unknown }): ImportOptions {
  const parsed = run.verb === "import" ? ImportOptions.safeParse(run.options) : null;
  return parsed?.success ? parsed.data : refuse("missing", "There is no such import.");
}
