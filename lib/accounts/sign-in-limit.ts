import { createHash } from "node:crypto";
import type { Context } from "@/lib/core/context";
import { db, type Tx } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import { accountEmail } from "./role";

const PER_MINUTE = 10;
/** From everywhere together; high enough that a stranger does not lock an admin out with ten requests. */
const PER_MINUTE_FROM_EVERYWHERE = 100;
const REFUSED_SIGN_IN = "sign-in.refused";

/** The address is kept as a hash: people type passwords there. */
function nameOf(email: string): string {
  return createHash("sha256").update(email.trim().toLowerCase()).digest("hex").slice(0, 32);
}

/**
 * Ten attempts a minute on one e-mail address that do not succeed from one source, a hundred from all; known and unknown addresses alike. An attempt is
 * written down before it is made, one after another for each address, so that a burst of them counts too. `forgetAttempt` takes it
 * back when it succeeds.
 */
export async function claimAttempt(ctx: Context, email: string): Promise<string> {
  const detail = nameOf(email);
  const since = new Date(ctx.now().getTime() - 60_000);
  return db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${detail}, 0))`;
    const refused = { kind: REFUSED_SIGN_IN, detail, at: { gt: since } };
    const here = await tx.securityEvent.count({ where: { ...refused, source: ctx.source } });
    const everywhere = await tx.securityEvent.count({ where: refused });
    if (here >= PER_MINUTE || everywhere >= PER_MINUTE_FROM_EVERYWHERE)
      refuse("too-many", "Too many attempts for this e-mail address. Wait a minute, then try again.");
    const accountId = await accountOf(tx, email);
    return (await tx.securityEvent.create({ data: { at: ctx.now(), kind: REFUSED_SIGN_IN, source: ctx.source, detail, accountId } })).id;
  });
}

/** Whose e-mail address it is; nobody's where the account is removed at this moment. Asked alike for every text. */
async function accountOf(tx: Tx, email: string): Promise<string | null> {
  const said = accountEmail.safeParse(email);
  const [account] = await tx.$queryRaw<{ id: string }[]>`
    SELECT a.id::text AS id FROM account a JOIN auth_user u ON u.id = a.auth_user_id WHERE u.email = ${said.success ? said.data : ""}
    FOR KEY SHARE OF a`;
  return account?.id ?? null;
}

export async function forgetAttempt(id: string): Promise<void> {
  await db().securityEvent.delete({ where: { id } });
}
