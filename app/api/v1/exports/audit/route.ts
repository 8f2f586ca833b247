import { z } from "zod";
import { download } from "@/app/_shell/download";
import { formatOf, mediaType } from "@/app/_shell/export-format";
import { route } from "@/app/_shell/route";
import { exportAudit } from "@/lib/exports/export-audit";
import { startExport } from "@/lib/exports/start-export";

const Query = z.strictObject({ ...formatOf, subject: z.string().max(120).optional() });

export const GET = route(
  { as: "account", summary: "Export the audit log as CSV or JSON", query: Query },
  async ({ ctx, query: { format, ...filter } }) => {
    const pieces = await startExport(ctx, "audit", format, filter, () => exportAudit(ctx, filter));
    return download(`audit.${format}`, mediaType(format), pieces);
  },
);
