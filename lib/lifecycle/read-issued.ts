import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { getSecret } from "@/lib/core/secrets";
import { readSettings } from "@/lib/core/settings";
import { db } from "@/lib/db/client";
import { nodeNamePrefix } from "@/lib/nodes/naming";
import { remoteListInForce } from "@/lib/nodes/read-remote-list";
import { readReadiness } from "@/lib/nodes/read-receipts";
import { toPem } from "@/lib/pki/pem";
import { readChainPem } from "@/lib/pki/read-files";
import { madeAt, newClientKey } from "@/lib/pki/tls-crypt-v2";
import { refuse } from "@/lib/refusal";

export type IssuedProfile = {
  commonName: string;
  serial: string;
  certificate: string;
  chain: string;
  tlsCryptV2: string;
  remotes: { address: string; port: number; proto: "udp" | "tcp" }[];
  nodeNamePrefix: string;
  clusterName: string;
  revision: bigint;
  ipv4: string;
  ipv6: string;
  options: { tunMtu: number | null; explicitExitNotify: boolean; remoteRandom: boolean };
};

/** Everything a profile needs beside its private key, which only its owner has. The tls-crypt-v2 key is made now and kept nowhere (fact 36). */
export async function readIssued(ctx: Context, serial: string): Promise<IssuedProfile> {
  demand(ctx.actor, "invitation.use");
  const [certificate, cluster, { remotes, remoteRandom }, serverKey, { tunMtu, explicitExitNotify }] = await Promise.all([
    db().certificate.findUnique({ where: { serial }, include: { device: true, invitation: true } }),
    db().cluster.findUniqueOrThrow({ where: { id: 1 } }),
    remoteListInForce(),
    getSecret("tls-crypt-v2-server-key"),
    readSettings(),
  ]);
  if (ctx.actor.kind !== "invitation" || certificate?.invitation?.id !== ctx.actor.id)
    refuse("forbidden", "This certificate belongs to another invitation.");
  if (!certificate.der || !certificate.device || certificate.revision === null || !serverKey)
    throw new Error(`Certificate ${serial} is not finished.`);
  return {
    commonName: certificate.commonName,
    serial,
    certificate: toPem("CERTIFICATE", certificate.der),
    chain: await readChainPem(),
    tlsCryptV2: newClientKey(serverKey.toString("utf8"), ctx.random(256), madeAt(ctx.now())),
    remotes,
    nodeNamePrefix: nodeNamePrefix(cluster.uuid),
    clusterName: cluster.name,
    revision: certificate.revision,
    ipv4: certificate.device.ipv4,
    ipv6: certificate.device.ipv6,
    options: { tunMtu, explicitExitNotify, remoteRandom },
  };
}

/** On how many nodes the profile works already; for ten minutes after the invitation was used. */
export async function readInvitationReadiness(
  ctx: Context,
): Promise<{ ready: number; total: number; nodes: { name: string; ready: boolean }[] }> {
  demand(ctx.actor, "invitation.use");
  if (ctx.actor.kind !== "invitation") refuse("forbidden", "This needs an invitation's link.");
  const invitation = await db().invitation.findUnique({
    where: { id: ctx.actor.id },
    include: { certificate: { select: { revision: true } } },
  });
  const revision = invitation?.certificate?.revision;
  if (!invitation?.usedAt || revision === null || revision === undefined) refuse("state", "This invitation has not been used yet.");
  if (ctx.now().getTime() - invitation.usedAt.getTime() > 600_000) refuse("gone", "This invitation was used more than ten minutes ago.");
  return readReadiness(revision);
}
