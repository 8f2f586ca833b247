import { download } from "@/app/_shell/download";
import { formatOf, mediaType } from "@/app/_shell/export-format";
import { route } from "@/app/_shell/route";
import { exportDevices } from "@/lib/exports/export-users";
import { startExport } from "@/lib/exports/start-export";
import { UsersQuery } from "@/lib/users/user-filter";

const Query = UsersQuery.omit({ cursor: true }).extend(formatOf);

export const GET = route(
  { as: "account", summary: "Export the devices of the users that a filter matches as CSV or JSON", query: Query },
  async ({ ctx, query: { format, search, show } }) => {
    const pieces = await startExport(ctx, "devices", format, { search, show }, () => exportDevices({ search, show }));
    return download(`devices.${format}`, mediaType(format), pieces);
  },
);
