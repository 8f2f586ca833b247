import { z } from "zod";
import { route } from "@/app/_shell/route";
import { listReserved } from "@/lib/addresses/list-reserved";
import { reserveRange, ReserveRangeBody } from "@/lib/lifecycle/reserve-range";
import { cursor, ReservedAnswer } from "../answer";

export const GET = route(
  { as: "account", summary: "List the reserved ranges", query: z.strictObject({ cursor }), answer: ReservedAnswer },
  async ({ ctx, query }) => listReserved(ctx, query),
);

export const POST = route(
  {
    as: "account",
    summary: "Reserve a range: its pairs are given to nobody by themselves, and who has one keeps it",
    body: ReserveRangeBody,
    answer: z.object({
      id: z.uuid(),
      first: z.string(),
      last: z.string(),
      reserved: z.int(),
      kept: z.int().describe("Pairs that somebody has, or that are in quarantine."),
    }),
    status: 201,
  },
  async ({ ctx, body }) => (await reserveRange(ctx, body)).value,
);
