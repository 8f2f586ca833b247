import { download } from "@/app/_shell/download";
import { formatOf, mediaType } from "@/app/_shell/export-format";
import { route } from "@/app/_shell/route";
import { exportDevices } from "@/lib/exports/export-users";
import { startExport } from "@/lib/exports/start-export";
import { filterOf, UsersQuery } from "@/lib/users/user-filter";

const Query = UsersQuery.omit({ cursor: true }).extend(formatOf);

export const GET = route(
  { as: "account", summary: "Export the devices of the users that a filter matches as CSV or JSON", query: Query },
  async ({ ctx, query: { format, ...query } }) => {
    const filter = filterOf(query);
    const pieces = await startExport(ctx, "devices", format, filter, () => exportDevices(filter, ctx.now()));
    return download(`devices.${format}`, mediaType(format), pieces);
  },
);
