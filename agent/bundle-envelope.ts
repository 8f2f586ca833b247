// Whether a signed bundle is for us, and newer than what we have: signature, addressee, order, digest. Pure.
import { createPublicKey, verify } from "node:crypto";
import { BundlePayload, digestOf, signedBytes, type SignedBundle } from "../lib/nodes/bundle";

export type Expected = { bundleKey: string; cluster: string; node: string; epoch: number; revision: number; digest: string | null };
export type BundleAnswer = { ok: true; payload: BundlePayload } | { ok: false; why: string };

/** What is in the bundle is judged by whoever reads it, a node or a balancer. */
export function openEnvelope(signed: SignedBundle, expected: Expected, who: "node" | "balancer"): BundleAnswer {
  const refused = (why: string): BundleAnswer => refusedBundle(why, who);
  const bytes = Buffer.from(signed.payload, "base64");
  if (!verify(null, signedBytes(bytes), createPublicKey(expected.bundleKey), Buffer.from(signed.signature, "base64"))) {
    return refused(`its signature is not one of the bundle-signing key that this ${who} pinned`);
  }
  const parsed = readPayload(bytes);
  if (!parsed.success) return refused(`its payload is not in the known form: ${parsed.why}`);
  const payload = parsed.data;
  if (payload.cluster !== expected.cluster) return refused(`it belongs to another cluster, ${payload.cluster}`);
  if (payload.node !== expected.node) return refused(`it belongs to another ${who}, ${payload.node}`);
  if (payload.epoch < expected.epoch || (payload.epoch === expected.epoch && payload.to < expected.revision)) {
    return refused(
      `it is revision ${payload.to} of epoch ${payload.epoch}, lower than revision ${expected.revision} of epoch ${expected.epoch} that is in force`,
    );
  }
  if (digestOf(payload.files) !== payload.digest) return refused("its digest does not fit its files");
  if (
    payload.epoch === expected.epoch &&
    payload.to === expected.revision &&
    expected.digest !== null &&
    payload.digest !== expected.digest
  ) {
    return refused(`it is revision ${payload.to} again, with other files than before`);
  }
  return { ok: true, payload };
}

export const refusedBundle = (why: string, who: "node" | "balancer"): BundleAnswer => ({
  ok: false,
  why: `A bundle was refused: ${why}. The ${who} goes on with what it has.`,
});

function readPayload(bytes: Buffer): { success: true; data: BundlePayload } | { success: false; why: string } {
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString("utf8"));
  } catch {
    return { success: false, why: "it is not JSON" };
  }
  const parsed = BundlePayload.safeParse(json);
  if (parsed.success) return { success: true, data: parsed.data };
  const [issue] = parsed.error.issues;
  return { success: false, why: `${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`.trim() };
}
