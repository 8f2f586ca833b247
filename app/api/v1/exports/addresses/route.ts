import { z } from "zod";
import { download } from "@/app/_shell/download";
import { formatOf, mediaType } from "@/app/_shell/export-format";
import { route } from "@/app/_shell/route";
import { exportAddresses } from "@/lib/exports/export-lists";
import { startExport } from "@/lib/exports/start-export";

const Query = z.strictObject({
  ...formatOf,
  pool: z.coerce.number("pool must be a number.").int().min(1).max(2_147_483_647).optional(),
  state: z
    .enum(["free", "assigned", "quarantined", "reserved"], { error: "state must be free, assigned, quarantined or reserved." })
    .optional(),
  q: z.string().max(200, "The search is too long: 200 characters at most.").optional(),
});

export const GET = route(
  { as: "account", summary: "Export the address pairs that a filter matches as CSV or JSON", query: Query },
  async ({ ctx, query: { format, ...filter } }) => {
    const pieces = await startExport(ctx, "addresses", format, filter, () => exportAddresses(ctx, filter));
    return download(`addresses.${format}`, mediaType(format), pieces);
  },
);
