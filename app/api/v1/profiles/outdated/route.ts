import { z } from "zod";
import { route } from "@/app/_shell/route";
import { listOutdatedProfiles } from "@/lib/nodes/list-outdated-profiles";

const answer = z.object({
  rows: z.array(
    z.object({
      commonName: z.string(),
      username: z.string(),
      userName: z.string(),
      device: z.string(),
      issuedAt: z.iso.datetime().nullable(),
    }),
  ),
  next: z.string().nullable(),
  previous: z.string().nullable(),
  count: z.int(),
  more: z.boolean().describe("There are more than count"),
});

export const GET = route(
  {
    as: "account",
    summary: "List the profiles whose remotes are out of date",
    query: z.strictObject({ cursor: z.string().max(2000).optional() }),
    answer,
  },
  ({ ctx, query }) => listOutdatedProfiles(ctx, query),
);
