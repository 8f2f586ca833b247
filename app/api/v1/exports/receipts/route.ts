import { z } from "zod";
import { download } from "@/app/_shell/download";
import { formatOf, mediaType } from "@/app/_shell/export-format";
import { route } from "@/app/_shell/route";
import { exportReceipts } from "@/lib/exports/export-receipts";
import { startExport } from "@/lib/exports/start-export";
import { isUsername, USERNAME_RULE } from "@/lib/users/common-name";

const Query = z.strictObject({
  ...formatOf,
  username: z.string("username is missing: name the user whose receipts are asked for.").refine(isUsername, USERNAME_RULE),
});

export const GET = route(
  { as: "account", summary: "Export what each node has said about a user's removals as CSV or JSON", query: Query },
  async ({ ctx, query: { format, username } }) => {
    const pieces = await startExport(ctx, "receipts", format, { username }, () => exportReceipts(username));
    return download(`receipts-${username}.${format}`, mediaType(format), pieces);
  },
);
