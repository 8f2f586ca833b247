import { createHash } from "node:crypto";
import type { Context } from "@/lib/core/context";
import { noteSecurityEvent } from "@/lib/core/note-security-event";
import { db } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";

const PER_MINUTE = 10;

/** The address is kept as a hash: people type passwords there. */
function nameOf(email: string): string {
  return createHash("sha256").update(email.trim().toLowerCase()).digest("hex").slice(0, 32);
}

/** Ten refused attempts a minute on one e-mail address, from wherever; known and unknown addresses alike. */
export async function refuseTooManySignIns(ctx: Context, email: string): Promise<void> {
  const since = new Date(ctx.now().getTime() - 60_000);
  const refused = await db().securityEvent.count({ where: { kind: "sign-in.refused", detail: nameOf(email), at: { gt: since } } });
  if (refused >= PER_MINUTE) refuse("too-many", "Too many attempts for this e-mail address. Wait a minute, then try again.");
}

export async function noteRefusedSignIn(ctx: Context, email: string): Promise<void> {
  await noteSecurityEvent(ctx, "sign-in.refused", nameOf(email));
}
