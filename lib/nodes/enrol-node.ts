import { z } from "zod";
import { commit } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { hashToken, newToken, TOKEN_PATTERN } from "@/lib/core/token";
import { db } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import { keepCertificate } from "@/lib/pki/issue-certificate";
import { revokeCertificates } from "@/lib/pki/revoke-certificates";
import { toPem } from "@/lib/pki/pem";
import { readChainPem } from "@/lib/pki/read-files";
import { certifyNode } from "./certify-node";
import { readServerConfFacts } from "./read-server-conf-facts";
import { serverConfOf } from "./server-conf-of";

export const EnrolBody = z.strictObject({
  joinToken: z
    .string({ error: "The joinToken is missing." })
    .regex(TOKEN_PATTERN, "The joinToken is not whole. Copy the join command again."),
  csr: z.string({ error: "The csr is missing: send a certificate request (PKCS#10) in PEM." }),
  agentVersion: z
    .string({ error: "The agentVersion is missing." })
    .max(40)
    .regex(/^[\x20-\x7e]*$/, "The agentVersion is printable ASCII."),
});

export type Enrolled = {
  node: string;
  cluster: string;
  nodeToken: string;
  certificate: string;
  chain: string;
  bundleKey: string;
  epoch: number;
};

/** The node that a join token may enrol, or null. */
export async function findJoiningNode(token: string, now: Date): Promise<{ id: string; name: string } | null> {
  return db().node.findFirst({
    where: { joinTokenHash: hashToken(token), joinExpiresAt: { gt: now }, state: { not: "removed" } },
    select: { id: true, name: true },
  });
}

export const JOIN_TOKEN_IS_NO_GOOD =
  "This join token is not good: it was used, has expired, or a newer one took its place. Make a new join command on the node's page in the portal.";

/**
 * Enrols a node: its certificate, its token, and the key that its bundles are signed with. An earlier machine of that name loses its token,
 * and its certificates are revoked: whoever finds its disk is no node of ours any more.
 */
export async function enrolNode(ctx: Context, node: { id: string; name: string }, body: z.output<typeof EnrolBody>): Promise<Enrolled> {
  const signed = await certifyNode(ctx, "node.enrol", node, body.csr);
  const nodeToken = newToken(ctx.random);
  const joinHash = hashToken(body.joinToken);
  const done = await commit(ctx, "node.enrol", async (tx) => {
    const [row] = await tx.$queryRaw<
      { join_token_hash: string | null; state: string }[]
    >`SELECT join_token_hash, state::text FROM node WHERE id = ${node.id}::uuid FOR UPDATE`;
    if (!row || row.join_token_hash !== joinHash || row.state === "removed") refuse("gone", JOIN_TOKEN_IS_NO_GOOD);
    await keepCertificate(tx, ctx, signed, signed.der);
    const earlier = await tx.certificate.findMany({
      where: { nodeId: node.id, der: { not: null }, revocation: null, serial: { not: signed.serial } },
      select: { serial: true },
    });
    const replaced = await revokeCertificates(
      tx,
      ctx,
      earlier.map(({ serial }) => serial),
      "superseded",
    );
    await tx.node.update({
      where: { id: node.id },
      data: {
        state: "active",
        joinTokenHash: null,
        joinExpiresAt: null,
        nodeTokenHash: nodeToken.hash,
        enrolledAt: ctx.now(),
        agentVersion: body.agentVersion,
        epoch: null,
        revision: null,
        digest: null,
        reportedAt: null,
        faults: [],
        openvpnStartedAt: null,
        restartDue: null,
        setAsideAt: null,
      },
    });
    const cluster = await tx.cluster.findUniqueOrThrow({ where: { id: 1 } });
    return {
      value: { uuid: cluster.uuid, bundleKey: cluster.bundleKey, epoch: cluster.epoch },
      audit: {
        action: "node.enrol",
        subject: `node ${node.name}`,
        details: { serial: signed.serial, agentVersion: body.agentVersion, replaced },
      },
      nodes: replaced.length > 0 ? "must see" : "need not",
      atRevision: async (later, revision) => {
        // A machine that takes another's place owes what that one owed.
        await later.node.updateMany({ where: { id: node.id, enrolledRevision: null }, data: { enrolledRevision: revision } });
        await later.certificate.update({ where: { serial: signed.serial }, data: { revision } });
        await later.certificate.updateMany({
          where: { serial: { in: replaced }, removalRevision: null },
          data: { removalRevision: revision },
        });
        // What it begins with; a change reaches it in its turn (lib/nodes/rollout-steps.ts).
        const row = await later.node.findUniqueOrThrow({ where: { id: node.id } });
        const serverConf = serverConfOf(row, await readServerConfFacts(later));
        await later.node.update({ where: { id: node.id }, data: { serverConf } });
        await later.rolloutStep.updateMany({ where: { nodeId: node.id, owed: true }, data: { owed: false } });
      },
    };
  });
  if (done.replayed) refuse("gone", JOIN_TOKEN_IS_NO_GOOD);
  return {
    node: node.name,
    cluster: done.value.uuid,
    nodeToken: nodeToken.token,
    certificate: toPem("CERTIFICATE", signed.der),
    chain: await readChainPem(),
    bundleKey: done.value.bundleKey,
    epoch: done.value.epoch,
  };
}
