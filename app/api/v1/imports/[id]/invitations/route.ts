import { z } from "zod";
import { linksFile } from "@/app/_shell/links-file";
import { idParam } from "@/app/_shell/params";
import { route } from "@/app/_shell/route";
import { inviteImported } from "@/lib/runs/imports/invite-imported";
import { demandImportLinks, makeImportLinks } from "@/lib/runs/imports/import-links";
import { InvitedRow, readInvitations } from "@/lib/runs/imports/read-invitations";
import { StartedRun } from "@/lib/runs/start-run";

export const GET = route(
  {
    as: "account",
    summary: "List whom an import added and who has not used the invitation",
    query: z.strictObject({
      show: z.enum(["all", "unused"], { error: "show must be all or unused." }).optional(),
      cursor: z.string().max(2000).optional(),
    }),
    answer: z.object({
      rows: z.array(InvitedRow),
      next: z.string().nullable(),
      previous: z.string().nullable(),
      counts: z.object({ devices: z.number().int(), invited: z.number().int(), used: z.number().int() }),
    }),
  },
  ({ ctx, params, query }) => readInvitations(ctx, idParam(params.id, "import"), { unused: query.show === "unused", cursor: query.cursor }),
);

const Body = z.strictObject({ how: z.enum(["mail", "file"], { error: "how must be mail or file." }) });

/** With "mail" a run that mails links; with "file" a CSV file of links, which are shown nowhere else. */
export const POST = route(
  { as: "account", summary: "Invite everybody of an import, by mail or by a file of links", body: Body, answer: StartedRun, status: 201 },
  async ({ ctx, params, body }) => {
    const id = idParam(params.id, "import");
    if (body.how === "mail") return (await inviteImported(ctx, id, "invite")).value;
    await demandImportLinks(ctx, id);
    return linksFile(makeImportLinks(ctx, id));
  },
);
