import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import { makeLinks, type LinkRow } from "../links/make-links";
import { ImportResult } from "./import-result";
import { importOptions } from "./import-options";

/** New links for everybody of an import who has no profile yet (lib/runs/links/make-links.ts). */
export function makeImportLinks(ctx: Context, id: string): AsyncGenerator<LinkRow[], void> {
  return makeLinks(ctx, id, {
    state: "done",
    unmailed: false,
    read: (item) => {
      const one = ImportResult.parse(item);
      return one.deviceId === null ? null : one;
    },
  });
}

/** Asked before the first byte of the file is sent, so that what is refused is a sentence and no broken file. */
export async function demandImportLinks(ctx: Context, id: string): Promise<void> {
  demand(ctx.actor, "invitations.write");
  const run = await db().run.findUnique({ where: { id } });
  importOptions(run ?? refuse("missing", "There is no such import."));
  if (run?.state === "draft") refuse("state", "This import has not begun: nobody was added.");
}
