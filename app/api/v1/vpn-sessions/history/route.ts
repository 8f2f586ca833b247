import { route } from "@/app/_shell/route";
import { listPastSessions } from "@/lib/nodes/list-past-sessions";
import { PastListAnswer, PastQuery } from "@/lib/nodes/session-filter";

export const GET = route(
  {
    as: "account",
    summary: "List VPN sessions that have ended, newest first, by node, day and how their common name begins",
    query: PastQuery,
    answer: PastListAnswer,
  },
  async ({ ctx, query }) => {
    const { rows, ...page } = await listPastSessions(ctx, query);
    return { ...page, rows: rows.map(({ contested: _now, ...row }) => row) };
  },
);
