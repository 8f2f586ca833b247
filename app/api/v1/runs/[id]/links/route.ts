import { z } from "zod";
import { linksFile } from "@/app/_shell/links-file";
import { idParam } from "@/app/_shell/params";
import { route } from "@/app/_shell/route";
import { demandRunLinks, makeRunLinks } from "@/lib/runs/links/run-links";

export const POST = route(
  {
    as: "account",
    summary: "Make the links of a run that invites, as a CSV file: links that were made before stop working",
    body: z.strictObject({}),
    status: 201,
  },
  async ({ ctx, params }) => linksFile(makeRunLinks(ctx, await demandRunLinks(ctx, idParam(params.id, "run")))),
);
