import { z } from "zod";
import { commit } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import type { Tx } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import { keepCertificate } from "@/lib/pki/issue-certificate";
import { toPem } from "@/lib/pki/pem";
import { readChainPem } from "@/lib/pki/read-files";
import { certifyNode } from "./certify-node";

export const RenewNodeBody = z.strictObject({
  csr: z.string({ error: "The csr is missing: send a certificate request (PKCS#10) in PEM." }),
});

const HOUR_MS = 3_600_000;
const MOST_AN_HOUR = 3;

/** The next certificate of a node that is enrolled; the agent asks at two thirds of its life (30 days). */
export async function renewNodeCertificate(
  ctx: Context,
  body: z.output<typeof RenewNodeBody>,
): Promise<{ certificate: string; chain: string }> {
  if (ctx.actor.kind !== "node") refuse("forbidden", "Only a node renews its certificate.");
  const node = ctx.actor;
  const signed = await certifyNode(ctx, "node.bundle", node, body.csr, async (tx) => {
    await lockActive(tx, node.id);
    const lately = await tx.certificate.count({ where: { nodeId: node.id, reservedAt: { gt: new Date(ctx.now().getTime() - HOUR_MS) } } });
    if (lately >= MOST_AN_HOUR) refuse("too-many", "This node has asked for three certificates within an hour. Wait an hour.");
  });
  await commit(ctx, "node.bundle", async (tx) => {
    await lockActive(tx, node.id);
    await keepCertificate(tx, ctx, signed, signed.der);
    return {
      value: null,
      audit: { action: "node.renew-certificate", subject: `node ${node.name}`, details: { serial: signed.serial } },
      nodes: "need not",
      atRevision: async (later, revision) => {
        await later.certificate.update({ where: { serial: signed.serial }, data: { revision } });
      },
    };
  });
  return { certificate: toPem("CERTIFICATE", signed.der), chain: await readChainPem() };
}

/** Step: locks the node, so that requests at once are counted one after the other. */
async function lockActive(tx: Tx, id: string): Promise<void> {
  const [row] = await tx.$queryRaw<{ state: string }[]>`SELECT state::text FROM node WHERE id = ${id}::uuid FOR UPDATE`;
  if (row?.state !== "active") refuse("gone", "This node was removed from the cluster.");
}
