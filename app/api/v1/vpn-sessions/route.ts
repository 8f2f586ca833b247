import { route } from "@/app/_shell/route";
import { listVpnSessions } from "@/lib/nodes/list-vpn-sessions";
import { SessionListAnswer, SessionQuery } from "@/lib/nodes/session-filter";

export const GET = route(
  {
    as: "account",
    summary: "List who is connected where, or find them by person, common name, address or source",
    query: SessionQuery,
    answer: SessionListAnswer,
  },
  ({ ctx, query }) => listVpnSessions(ctx, query),
);
