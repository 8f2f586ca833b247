import { download } from "@/app/_shell/download";
import { formatOf, mediaType } from "@/app/_shell/export-format";
import { route } from "@/app/_shell/route";
import { AuditQuery } from "@/lib/core/audit-filter";
import { exportAudit } from "@/lib/exports/export-audit";
import { startExport } from "@/lib/exports/start-export";

const Query = AuditQuery.omit({ cursor: true, limit: true }).extend(formatOf);

export const GET = route(
  { as: "account", summary: "Export the audit log, or what a filter matches, as CSV or JSON", query: Query },
  async ({ ctx, query: { format, ...filter } }) => {
    const pieces = await startExport(ctx, "audit", format, filter, () => exportAudit(ctx, filter));
    return download(`audit.${format}`, mediaType(format), pieces);
  },
);
