import { download } from "@/app/_shell/download";
import { formatOf, mediaType } from "@/app/_shell/export-format";
import { route } from "@/app/_shell/route";
import { exportUsers } from "@/lib/exports/export-users";
import { startExport } from "@/lib/exports/start-export";
import { UsersQuery } from "@/lib/users/user-filter";

const Query = UsersQuery.omit({ cursor: true }).extend(formatOf);

export const GET = route(
  { as: "account", summary: "Export the users that a filter matches as CSV or JSON", query: Query },
  async ({ ctx, query: { format, search, show } }) => {
    const pieces = await startExport(ctx, "users", format, { search, show }, () => exportUsers({ search, show }));
    return download(`users.${format}`, mediaType(format), pieces);
  },
);
