import { commit } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { crlIsDue } from "@/lib/pki/crl-times";
import { lockAuthority, signCrl } from "@/lib/pki/sign-crl";
import { ifDue, NotDue } from "./not-due";

/** Signs again each CRL that is an hour old, or that misses a revocation. With two portals one of them does it. */
export async function resignCrls(ctx: Context): Promise<number> {
  const hourAgo = new Date(ctx.now().getTime() - 3_600_000);
  const due = await db().authority.findMany({
    where: { kind: "issuing", OR: [{ crlDue: true }, { crl: { signedAt: { lte: hourAgo } } }] },
    select: { id: true, subject: true },
  });
  let signed = 0;
  for (const { id, subject } of due) {
    const did = await ifDue(() =>
      commit(ctx, "portal.job", async (tx) => {
        const authority = await lockAuthority(tx, id);
        const { crlDue, crl } = await tx.authority.findUniqueOrThrow({ where: { id }, select: { crlDue: true, crl: true } });
        if (!crlDue && crl && !crlIsDue(crl.signedAt, ctx.now())) throw new NotDue();
        if (!(await signCrl(tx, ctx, authority))) throw new NotDue();
        const { number } = await tx.crl.findUniqueOrThrow({ where: { authorityId: id } });
        return { value: null, audit: { action: "crl.sign", subject, details: { number: number.toString() } }, nodes: "must see" };
      }),
    );
    if (did) signed++;
  }
  return signed;
}
