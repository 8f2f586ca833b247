import { route } from "@/app/_shell/route";
import { listRefusedSignIns, RefusedSignInsAnswer, RefusedSignInsQuery } from "@/lib/accounts/list-refused-sign-ins";

export const GET = route(
  {
    as: "account",
    summary: "List sign-ins that were refused, the newest first",
    query: RefusedSignInsQuery,
    answer: RefusedSignInsAnswer,
  },
  ({ ctx, query }) => listRefusedSignIns(ctx, query),
);
