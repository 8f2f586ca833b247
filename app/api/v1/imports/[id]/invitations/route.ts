import { z } from "zod";
import { download } from "@/app/_shell/download";
import { idParam } from "@/app/_shell/params";
import { route } from "@/app/_shell/route";
import { BOM, csvLine } from "@/lib/exports/csv-text";
import { inviteImported } from "@/lib/runs/imports/invite-imported";
import { demandLinks, makeLinks } from "@/lib/runs/imports/make-links";
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
    await demandLinks(ctx, id);
    return download("invitations.csv", "text/csv; charset=utf-8", linesOf(makeLinks(ctx, id)));
  },
);

async function* linesOf(links: ReturnType<typeof makeLinks>): AsyncGenerator<string> {
  yield BOM + csvLine(["username", "name", "email", "device", "link", "expires"]);
  for await (const rows of links)
    yield rows.map((row) => csvLine([row.username, row.name, row.email, row.device, row.link, row.expires])).join("");
}
