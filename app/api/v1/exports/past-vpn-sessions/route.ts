import { download } from "@/app/_shell/download";
import { formatOf, mediaType } from "@/app/_shell/export-format";
import { route } from "@/app/_shell/route";
import { exportPastSessions } from "@/lib/exports/export-vpn-sessions";
import { startExport } from "@/lib/exports/start-export";
import { PastQuery } from "@/lib/nodes/session-filter";

const Query = PastQuery.omit({ cursor: true }).extend(formatOf);

export const GET = route(
  { as: "account", summary: "Export the VPN sessions that have ended and that a filter matches as CSV or JSON", query: Query },
  async ({ ctx, query: { format, ...filter } }) => {
    const pieces = await startExport(ctx, "past-vpn-sessions", format, filter, () => exportPastSessions(ctx, filter));
    return download(`past-vpn-sessions.${format}`, mediaType(format), pieces);
  },
);
