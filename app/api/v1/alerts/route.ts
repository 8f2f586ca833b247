import { z } from "zod";
import { route } from "@/app/_shell/route";
import { AlertAnswer, listAlerts } from "@/lib/alerts/list-alerts";

export const GET = route(
  {
    as: "account",
    summary: "List alerts, the newest first",
    query: z.strictObject({
      state: z.enum(["open"], { error: "state can only be open." }).optional(),
      cursor: z.string().max(2_000).optional(),
    }),
    answer: z.object({ rows: z.array(AlertAnswer), next: z.string().nullable(), previous: z.string().nullable() }),
  },
  ({ ctx, query }) => listAlerts(ctx, query),
);
