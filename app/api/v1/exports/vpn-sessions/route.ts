import { z } from "zod";
import { download } from "@/app/_shell/download";
import { formatOf, mediaType } from "@/app/_shell/export-format";
import { route } from "@/app/_shell/route";
import { exportVpnSessions } from "@/lib/exports/export-vpn-sessions";
import { startExport } from "@/lib/exports/start-export";

export const GET = route(
  { as: "account", summary: "Export VPN sessions, now and past, as CSV or JSON", query: z.strictObject(formatOf) },
  async ({ ctx, query: { format } }) => {
    const pieces = await startExport(ctx, "vpn-sessions", format, {}, exportVpnSessions);
    return download(`vpn-sessions.${format}`, mediaType(format), pieces);
  },
);
