import { sign } from "node:crypto";
import { getSecret } from "@/lib/core/secrets";
import { db, type Tx } from "@/lib/db/client";
import { balancerSettingsOf } from "./balancer-settings";
import { digestOf, encodeBundle, type BundlePayload, type SignedBundle } from "./bundle";
import { bundleKey } from "./bundle-key";

/** The whole bundle of the revision in force for one balancer, signed. One snapshot: what is committed meanwhile is of a later revision. */
export async function renderBalancerBundle(balancer: { id: string; name: string }, now: Date): Promise<SignedBundle> {
  const payload = await db().$transaction((tx) => payloadOf(tx, balancer, now), { isolationLevel: "RepeatableRead" });
  const { bytes, signed } = encodeBundle(payload);
  return { payload: Buffer.from(bytes).toString("base64"), signature: sign(null, signed, await bundleKey()).toString("base64") };
}

async function payloadOf(tx: Tx, balancer: { id: string; name: string }, now: Date): Promise<BundlePayload> {
  const cluster = await tx.cluster.findUniqueOrThrow({ where: { id: 1 } });
  const { nodes, remotes } = await tx.balancer.findUniqueOrThrow({
    where: { id: balancer.id },
    select: {
      nodes: {
        select: { node: { select: { name: true, address: true, port: true, proto: true, state: true, drainedAt: true } } },
        take: 64,
      },
      remotes: { select: { address: true, port: true, proto: true }, take: 64 },
    },
  });
  const probeKey = await getSecret(`balancer-probe-${balancer.id}`, tx);
  if (!probeKey) throw new Error(`The probe key of the balancer ${balancer.name} is not in the database.`);
  const files = [{ path: "probe.key", content: probeKey.toString("utf8") }];
  const behind = nodes.map(({ node }) => node);
  return {
    format: 1,
    cluster: cluster.uuid,
    node: balancer.name,
    epoch: cluster.epoch,
    from: 0,
    to: Number(cluster.revision),
    issuedAt: now.toISOString(),
    audit: { seq: Number(cluster.auditSeq), hash: cluster.auditHead },
    digest: digestOf(files),
    files,
    removals: [],
    settings: { balancer: balancerSettingsOf(remotes, behind) },
  };
}
