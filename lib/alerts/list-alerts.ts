import { z } from "zod";
import type { Context } from "@/lib/core/context";
import { decodeCursor, MOMENT_AND_ID, PAGE_SIZE, pageOf, type Paged } from "@/lib/core/cursor";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";

export const AlertAnswer = z.object({
  id: z.uuid(),
  code: z.string(),
  subject: z.string(),
  tone: z.string(),
  sentence: z.string(),
  href: z.string(),
  raisedAt: z.iso.datetime(),
  clearedAt: z.iso.datetime().nullable(),
});
export type AlertRow = {
  id: string;
  code: string;
  subject: string;
  tone: string;
  sentence: string;
  href: string;
  raisedAt: Date;
  clearedAt: Date | null;
};

/** Alerts, newest first: all of them, or those that are not over. */
export async function listAlerts(
  ctx: Context,
  asked: { state?: "open" | undefined; cursor?: string | undefined },
): Promise<Paged<AlertRow>> {
  demand(ctx.actor, "settings.read");
  const cursor = decodeCursor(asked.cursor, MOMENT_AND_ID);
  const [at, id] = cursor ? MOMENT_AND_ID.parse(cursor.keys) : [];
  const direction = cursor?.back ? ("gt" as const) : ("lt" as const);
  const order = cursor?.back ? ("asc" as const) : ("desc" as const);
  const found = await db().alert.findMany({
    where: {
      ...(asked.state === "open" ? { clearedAt: null } : {}),
      ...(at && id ? { OR: [{ raisedAt: { [direction]: new Date(at) } }, { raisedAt: new Date(at), id: { [direction]: id } }] } : {}),
    },
    orderBy: [{ raisedAt: order }, { id: order }],
    take: PAGE_SIZE + 1,
  });
  return pageOf(found, PAGE_SIZE, cursor, (row) => [row.raisedAt.toISOString(), row.id]);
}
