import { z } from "zod";
import { route } from "@/app/_shell/route";
import { listRuns } from "@/lib/runs/read-run";
import { RunJson } from "@/lib/runs/run";
import { startRun, StartRunBody, StartedRun } from "@/lib/runs/start-run";

export const GET = route(
  {
    as: "account",
    summary: "List what was done to many at once, newest first",
    query: z.strictObject({ cursor: z.string().max(2000).optional() }),
    answer: z.object({ rows: z.array(RunJson), next: z.string().nullable(), previous: z.string().nullable() }),
  },
  ({ ctx, query }) => listRuns(ctx, query),
);

export const POST = route(
  {
    as: "account",
    summary: "Suspend, resume, offboard or invite many users",
    body: StartRunBody,
    answer: StartedRun,
    status: 201,
    // 5,000 usernames of 36 characters.
    limit: 256 * 1024,
  },
  async ({ ctx, body }) => (await startRun(ctx, body)).value,
);
