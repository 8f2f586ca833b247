import { randomBytes } from "node:crypto";
import type { Context } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { log } from "@/lib/log";
import { Refusal } from "@/lib/refusal";
import { doSlice, NothingWaits, NotOurs } from "./do-slice";
import { endRun } from "./end-run";
import { failItem } from "./fail-item";
import { SLICE } from "./run";

/** Does all that waits in runs that nobody else is at. True when there was anything. */
export async function doRuns(ctx: Context, size = SLICE): Promise<boolean> {
  const runs = await db().run.findMany({
    where: { state: "running" },
    orderBy: { createdAt: "asc" },
    take: 20,
    select: { id: true, actor: true },
  });
  let did = false;
  for (const run of runs) did = (await doRun(ctx, run.id, run.actor, size)) || did;
  return did;
}

/**
 * A slice that throws is tried again at half the size, until the one item that cannot be done stands alone and is set aside with its
 * reason; sizes grow again after each success.
 */
async function doRun(ctx: Context, id: string, actor: unknown, most: number): Promise<boolean> {
  let did = false;
  let size = most;
  for (;;) {
    try {
      await doSlice(ctx, id, actor, size);
      did = true;
      size = Math.min(most, size * 2);
    } catch (error) {
      if (error instanceof NotOurs) return did;
      if (error instanceof NothingWaits) return ifOurs(() => endRun(ctx, id, null), did);
      if (error instanceof Refusal && error.code === "forbidden") return ifOurs(() => endRun(ctx, id, error.sentence), did);
      // The database is away, or two met: the transaction did not happen, and is tried again at the next look.
      if (error instanceof Refusal && error.code === "busy") return did;
      if (size > 1) size = Math.ceil(size / 2);
      else if (!(await ifOurs(() => failItem(ctx, id, sentenceOf(error)), false))) return did;
    }
  }
}

async function ifOurs(work: () => Promise<unknown>, otherwise: boolean): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof NotOurs) return otherwise;
    throw error;
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof Refusal) return error.sentence;
  const reference = randomBytes(3).toString("hex").toUpperCase();
  log("error", "run.item-broke", { reference, error });
  return `Something broke, reference ${reference}. The portal's log has the rest.`;
}
