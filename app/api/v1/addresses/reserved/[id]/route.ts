import { z } from "zod";
import { idParam } from "@/app/_shell/params";
import { route } from "@/app/_shell/route";
import { releaseRange } from "@/lib/lifecycle/reserve-range";

export const DELETE = route(
  {
    as: "account",
    summary: "Release a reserved range",
    body: z.strictObject({}),
    answer: z.object({ id: z.uuid(), freed: z.int() }),
  },
  async ({ ctx, params }) => (await releaseRange(ctx, idParam(params.id, "reserved range"))).value,
);
