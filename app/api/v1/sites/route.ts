import { z } from "zod";
import { SiteAnswer } from "@/app/_shell/network-answers";
import { route } from "@/app/_shell/route";
import { addSite } from "@/lib/nodes/add-site";
import { listSites } from "@/lib/nodes/list-sites";
import { AddSiteBody } from "@/lib/nodes/site-body";

export const GET = route(
  { as: "account", summary: "List the sites", answer: z.object({ sites: z.array(SiteAnswer) }) },
  async ({ ctx }) => ({ sites: await listSites(ctx) }),
);

const added = z.object({ id: z.uuid(), name: z.string() });

export const POST = route(
  { as: "account", summary: "Add a site: a data centre", body: AddSiteBody, answer: added, status: 201 },
  async ({ ctx, body }) => (await addSite(ctx, body)).value,
);
