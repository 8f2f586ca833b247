import { download } from "@/app/_shell/download";
import { formatOf, mediaType } from "@/app/_shell/export-format";
import { route } from "@/app/_shell/route";
import { exportVpnSessions } from "@/lib/exports/export-vpn-sessions";
import { startExport } from "@/lib/exports/start-export";
import { SessionQuery } from "@/lib/nodes/session-filter";

const Query = SessionQuery.omit({ cursor: true }).extend(formatOf);

export const GET = route(
  { as: "account", summary: "Export the VPN sessions of now that a filter matches as CSV or JSON", query: Query },
  async ({ ctx, query: { format, ...filter } }) => {
    const pieces = await startExport(ctx, "vpn-sessions", format, filter, () => exportVpnSessions(ctx, filter));
    return download(`vpn-sessions.${format}`, mediaType(format), pieces);
  },
);
