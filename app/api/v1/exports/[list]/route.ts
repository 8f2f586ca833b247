import { z } from "zod";
import { download } from "@/app/_shell/download";
import { formatOf, mediaType } from "@/app/_shell/export-format";
import { route } from "@/app/_shell/route";
import { startExport } from "@/lib/exports/start-export";
import { refuse } from "@/lib/refusal";
import { isWholeList, WHOLE_LISTS } from "./lists";

const NAMES = Object.keys(WHOLE_LISTS).join(", ");

export const GET = route(
  { as: "account", summary: `Export a whole list as CSV or JSON: one of ${NAMES}`, query: z.strictObject(formatOf) },
  async ({ ctx, params, query: { format } }) => {
    const list = params.list ?? "";
    if (!isWholeList(list)) refuse("missing", `There is no such list. These can be exported whole: ${NAMES}.`);
    const pieces = await startExport<Record<string, unknown>>(ctx, list, format, {}, () => WHOLE_LISTS[list](ctx));
    return download(`${list}.${format}`, mediaType(format), pieces);
  },
);
