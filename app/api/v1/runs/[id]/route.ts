import { z } from "zod";
import { idParam } from "@/app/_shell/params";
import { route } from "@/app/_shell/route";
import { readRun, RunWithFailed } from "@/lib/runs/read-run";

export const GET = route(
  {
    as: "account",
    summary: "Read how far a run is, and what could not be done",
    query: z.strictObject({ cursor: z.string().max(2000).optional() }),
    answer: RunWithFailed,
  },
  ({ ctx, params, query }) => readRun(ctx, idParam(params.id, "run"), query.cursor),
);
