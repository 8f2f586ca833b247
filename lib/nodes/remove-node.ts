import { z } from "zod";
import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { refuse } from "@/lib/refusal";
import { revokeCertificates } from "@/lib/pki/revoke-certificates";
import { keepAsHistory } from "./keep-vpn-sessions";

export const RemoveNodeBody = z.strictObject({ confirm: z.string({ error: "Type the node's name to confirm." }) });

/**
 * Takes a node out: its token dies, its certificate is revoked, it leaves the balancers, and new profiles no longer list it. Clients hold no CRL, so a stolen key
 * could deceive them until the certificate's end: the answer says when that is.
 */
export function removeNode(
  ctx: Context,
  name: string,
  body: z.output<typeof RemoveNodeBody>,
): Promise<Committed<{ name: string; certificateNotAfter: Date | null }>> {
  return commit(ctx, "nodes.write", async (tx) => {
    const [node] = await tx.$queryRaw<
      { id: string; state: string; reported_at: Date | null }[]
    >`SELECT id, state, reported_at FROM node WHERE name = ${name} FOR UPDATE`;
    if (!node) refuse("missing", `There is no node ${name}.`);
    if (body.confirm !== name) refuse("invalid", `Type the node's name ${name} to confirm.`, "confirm");
    if (node.state === "removed") refuse("state", `${name} was removed already.`);
    const certificates = await tx.certificate.findMany({ where: { nodeId: node.id, revocation: null }, orderBy: { notAfter: "desc" } });
    await revokeCertificates(
      tx,
      ctx,
      certificates.map((certificate) => certificate.serial),
      "cessationOfOperation",
    );
    const at = { nodeId: node.id, now: ctx.now(), before: node.reported_at };
    await keepAsHistory(tx, await tx.vpnSession.findMany({ where: { nodeId: node.id } }), at);
    await tx.remote.deleteMany({ where: { nodeId: node.id } });
    await tx.balancerNode.deleteMany({ where: { nodeId: node.id } });
    const data = {
      nodeTokenHash: null,
      joinTokenHash: null,
      joinExpiresAt: null,
      vpnSessionCount: 0,
      // Another node may have its name in the company's network now.
      routerId: null,
      serverConf: null,
    };
    await tx.node.update({ where: { id: node.id }, data: { ...data, state: "removed", removedAt: ctx.now() } });
    return {
      value: { name, certificateNotAfter: certificates[0]?.notAfter ?? null },
      audit: {
        action: "node.remove",
        subject: `node ${name}`,
        details: { serials: certificates.map((certificate) => certificate.serial) },
      },
      nodes: "must see",
      atRevision: async (later, revision) => {
        await later.certificate.updateMany({ where: { nodeId: node.id, removalRevision: null }, data: { removalRevision: revision } });
      },
    };
  });
}
