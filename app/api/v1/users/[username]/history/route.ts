import { z } from "zod";
import { route } from "@/app/_shell/route";
import { readHistory } from "@/lib/users/read-history";

const answer = z.object({
  rows: z.array(
    z.object({
      seq: z.string(),
      at: z.iso.datetime(),
      actor: z.string(),
      action: z.string(),
      subject: z.string(),
      details: z.unknown(),
      source: z.string().nullable(),
    }),
  ),
  next: z.string().nullable(),
  previous: z.string().nullable(),
});

export const GET = route(
  { as: "account", summary: "List what the audit log says about a user", query: z.strictObject({ cursor: z.string().optional() }), answer },
  ({ ctx, params, query }) => readHistory(ctx, params.username ?? "", query),
);
