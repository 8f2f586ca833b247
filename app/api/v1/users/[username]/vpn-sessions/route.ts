import { z } from "zod";
import { route } from "@/app/_shell/route";
import { readPastSessions } from "@/lib/nodes/read-past-sessions";

const answer = z.object({
  rows: z.array(
    z.object({
      id: z.uuid(),
      node: z.string(),
      commonName: z.string(),
      ipv4: z.string().nullable(),
      ipv6: z.string().nullable(),
      source: z.string().nullable().describe("Whence it came, where the settings keep that."),
      since: z.iso.datetime(),
      until: z.iso.datetime(),
      bytesIn: z.string(),
      bytesOut: z.string(),
    }),
  ),
  next: z.string().nullable(),
  previous: z.string().nullable(),
});

export const GET = route(
  {
    as: "account",
    summary: "List a user's VPN sessions that have ended",
    query: z.strictObject({ cursor: z.string().optional() }),
    answer,
  },
  ({ ctx, params, query }) => readPastSessions(ctx, params.username ?? "", query),
);
