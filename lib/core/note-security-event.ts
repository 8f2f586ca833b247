import { db } from "@/lib/db/client";
import type { Context } from "./context";

/** Writes down an attempt that was turned away. Not chained, and never in the way: a failure to write it is nobody's failure. */
export async function noteSecurityEvent(ctx: Context, kind: string, detail: string): Promise<void> {
  await db().securityEvent.create({ data: { at: ctx.now(), kind, source: ctx.source, detail: detail.slice(0, 300) } }).catch(() => undefined);
}
