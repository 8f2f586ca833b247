import { commit } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { noteRemovals } from "@/lib/lifecycle/note-removals";
import { clockIsTrusted } from "@/lib/pki/clock";
import { ifDue, NotDue } from "./not-due";

/** Takes the ccd files of certificates that have ended out of the bundles. Their device keeps its pair. */
export async function expireCertificates(ctx: Context): Promise<boolean> {
  const ended = { kind: "device" as const, revision: { not: null }, removalRevision: null, notAfter: { lte: ctx.now() } };
  const found = await db().certificate.findMany({
    where: ended,
    select: { serial: true },
    orderBy: [{ notAfter: "asc" }, { serial: "asc" }],
    take: 200,
  });
  if (found.length === 0) return false;
  return ifDue(() =>
    commit(ctx, "portal.job", async (tx) => {
      // A clock that jumped ahead would end everybody's profile, for good.
      if (!(await clockIsTrusted(tx, ctx.now()))) throw new NotDue();
      const serials = found.map((row) => row.serial);
      await tx.$queryRaw`SELECT 1 AS locked FROM certificate WHERE serial = ANY(${serials}) ORDER BY serial FOR UPDATE`;
      const still = await tx.certificate.findMany({
        where: { ...ended, serial: { in: serials } },
        select: { serial: true, commonName: true },
      });
      if (still.length === 0) throw new NotDue();
      return {
        value: null,
        audit: { action: "certificate.expire", subject: "authority", details: { commonNames: still.map((row) => row.commonName) } },
        nodes: "must see",
        atRevision: (later, revision) =>
          noteRemovals(
            later,
            ctx,
            still.map((row) => row.serial),
            "expired",
            revision,
          ),
      };
    }),
  );
}
