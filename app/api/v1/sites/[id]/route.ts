import { z } from "zod";
import { idParam } from "@/app/_shell/params";
import { route } from "@/app/_shell/route";
import { removeSite } from "@/lib/nodes/remove-site";
import { renameSite } from "@/lib/nodes/rename-site";
import { RemoveSiteBody, RenameSiteBody } from "@/lib/nodes/site-body";

export const PATCH = route(
  { as: "account", summary: "Rename a site", body: RenameSiteBody, answer: z.object({ name: z.string(), version: z.int() }) },
  async ({ ctx, body, params }) => (await renameSite(ctx, idParam(params.id, "site"), body)).value,
);

export const DELETE = route(
  {
    as: "account",
    summary: "Remove a site that has no node and no balancer",
    body: RemoveSiteBody,
    answer: z.object({ name: z.string() }),
  },
  async ({ ctx, body, params }) => (await removeSite(ctx, idParam(params.id, "site"), body)).value,
);
