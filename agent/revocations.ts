// The node's memory of who was cut off: what it owes a receipt for. Pure.
import { z } from "zod";
import type { BundlePayload, ReceiptBody, Removal } from "../lib/nodes/bundle";

/** How long a node looks for a session that was in mid-handshake when its barriers went up (fact 5). */
export const LOOK_MS = 90_000;

export const Revocation = z.object({
  commonName: z.string(),
  revision: z.number().int(),
  ipv4: z.string(),
  ipv6: z.string(),
  serial: z.string().nullable(),
  refusedAt: z.string(),
  clearAt: z.string().nullable(),
  barriers: z.enum(["both", "ccd only"]),
  sightings: z.number().int(),
  /** The portal has stored the receipt with both times. */
  acknowledged: z.boolean(),
});
export type Revocation = z.infer<typeof Revocation>;
export const Revocations = z.array(Revocation);

/**
 * The memory after a bundle whose barriers went up at `now`, and the removals that are new. `listed` says whether the
 * CRL in place has a serial; null: the bundle's CRL was refused and the ccd file is the only barrier.
 */
export function afterBundle(
  before: Revocation[],
  bundle: BundlePayload,
  listed: ((serial: string) => boolean) | null,
  now: Date,
): { after: Revocation[]; fresh: Removal[] } {
  const known = new Map(before.map((one) => [one.commonName, one]));
  const fresh: Removal[] = [];
  const after = bundle.removals.map((removal): Revocation => {
    const { commonName, revision, ipv4, ipv6 } = removal;
    const barriers = listed !== null && (!removal.serial || listed(removal.serial)) ? "both" : "ccd only";
    const one = known.get(commonName);
    known.delete(commonName);
    if (!one || one.revision < revision) {
      fresh.push(removal);
      return {
        commonName,
        revision,
        ipv4,
        ipv6,
        serial: removal.serial ?? null,
        refusedAt: now.toISOString(),
        clearAt: null,
        barriers,
        sightings: 0,
        acknowledged: false,
      };
    }
    if (one.barriers === "both" || barriers === "ccd only") return one;
    const refusedAt = now.toISOString();
    return { ...one, barriers, refusedAt, clearAt: one.clearAt === null ? null : refusedAt, acknowledged: false };
  });
  // A name that the portal lists no more is kept until its receipt has arrived, unless it is admitted again.
  const admitted = new Set(bundle.files.map((file) => file.path));
  for (const one of known.values()) if (!one.acknowledged && !admitted.has(`ccd/${one.commonName}`)) after.push(one);
  return { after, fresh };
}

/** The memory after a look at the VPN sessions; `seen` are the removed common names that were found. */
export function afterLook(
  before: Revocation[],
  seen: Set<string>,
  running: boolean,
  now: Date,
  lookMs = LOOK_MS,
): { after: Revocation[]; changed: boolean } {
  let changed = false;
  const after = before.map((one): Revocation => {
    if (one.clearAt !== null) return one;
    // The clock was set back since: the look begins anew, or it would last until real time has caught up.
    if (new Date(one.refusedAt) > now) {
      changed = true;
      return { ...one, refusedAt: now.toISOString() };
    }
    if (seen.has(one.commonName)) {
      changed = true;
      return { ...one, sightings: one.sightings + 1 };
    }
    // Without OpenVPN nobody can be connected, and nobody in mid-handshake either.
    if (running && now.getTime() - new Date(one.refusedAt).getTime() < lookMs) return one;
    changed = true;
    return { ...one, clearAt: now.toISOString() };
  });
  return { after, changed };
}

/**
 * The portal has these receipts: they are forgotten once a bundle lists the names no more. One of an earlier removal of the same name is
 * no receipt of the one that is owed now.
 */
export function afterAcknowledgement(before: Revocation[], kept: readonly Pick<ReceiptBody, "commonName" | "revision">[]): Revocation[] {
  const stored = new Map(kept.map((one) => [one.commonName, one.revision]));
  return before.map((one) => (stored.get(one.commonName) === one.revision && one.clearAt !== null ? { ...one, acknowledged: true } : one));
}

export function receiptOf({ commonName, revision, refusedAt, clearAt, barriers }: Revocation): ReceiptBody {
  return { commonName, revision, refusedAt, clearAt, barriers };
}
