import type { z } from "zod";
import { commit } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { getSecret, putSecret } from "@/lib/core/secrets";
import { hashToken, newToken } from "@/lib/core/token";
import { db, type Tx } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import { madeAt, newClientKey } from "@/lib/pki/tls-crypt-v2";
import { EnrolBody } from "./enrol-node";

export const EnrolBalancerBody = EnrolBody.pick({ joinToken: true, agentVersion: true });

export type EnrolledBalancer = { balancer: string; cluster: string; balancerToken: string; bundleKey: string; epoch: number };

/** The balancer that a join token may enrol, or null. */
export async function findJoiningBalancer(token: string, now: Date): Promise<{ id: string; name: string } | null> {
  return db().balancer.findFirst({
    where: { joinTokenHash: hashToken(token), joinExpiresAt: { gt: now }, removedAt: null },
    select: { id: true, name: true },
  });
}

export const BALANCER_JOIN_TOKEN_IS_NO_GOOD =
  "This join token is not good: it was used, has expired, or a newer one took its place. Make a new join command on the balancer's page in the portal.";

/**
 * Enrols a balancer's machine: its token, the key that its bundles are signed with, and a tls-crypt-v2 key of its own, with which it asks
 * nodes whether they are there. An earlier machine of that name loses its token.
 */
export async function enrolBalancer(
  ctx: Context,
  balancer: { id: string; name: string },
  body: z.output<typeof EnrolBalancerBody>,
): Promise<EnrolledBalancer> {
  const token = newToken(ctx.random);
  const joinHash = hashToken(body.joinToken);
  const done = await commit(ctx, "balancer.enrol", async (tx) => {
    const [row] = await tx.$queryRaw<{ join_token_hash: string | null; removed_at: Date | null }[]>`
      SELECT join_token_hash, removed_at FROM balancer WHERE id = ${balancer.id}::uuid FOR UPDATE`;
    if (!row || row.join_token_hash !== joinHash || row.removed_at) refuse("gone", BALANCER_JOIN_TOKEN_IS_NO_GOOD);
    await putProbeKey(tx, ctx, balancer.id);
    await tx.balancer.update({
      where: { id: balancer.id },
      data: {
        joinTokenHash: null,
        joinExpiresAt: null,
        tokenHash: token.hash,
        enrolledAt: ctx.now(),
        agentVersion: body.agentVersion,
        epoch: null,
        revision: null,
        reportedAt: null,
        clockOffsetMs: null,
        faults: [],
        backends: [],
      },
    });
    const cluster = await tx.cluster.findUniqueOrThrow({ where: { id: 1 } });
    return {
      value: { uuid: cluster.uuid, bundleKey: cluster.bundleKey, epoch: cluster.epoch },
      audit: { action: "balancer.enrol", subject: `balancer ${balancer.name}`, details: { agentVersion: body.agentVersion } },
      // The key is a file of its bundle, and a revision has one set of bytes.
      nodes: "must see",
    };
  });
  if (done.replayed) refuse("gone", BALANCER_JOIN_TOKEN_IS_NO_GOOD);
  return {
    balancer: balancer.name,
    cluster: done.value.uuid,
    balancerToken: token.token,
    bundleKey: done.value.bundleKey,
    epoch: done.value.epoch,
  };
}

/** Step: a fresh key with each machine, kept sealed, because the bundle of a revision is the same whenever it is made. */
async function putProbeKey(tx: Tx, ctx: Context, id: string): Promise<void> {
  const serverKey = await getSecret("tls-crypt-v2-server-key", tx);
  if (!serverKey) throw new Error("The tls-crypt-v2 server key is not in the database.");
  const pem = newClientKey(serverKey.toString("utf8"), ctx.random(256), madeAt(ctx.now()));
  await tx.secret.deleteMany({ where: { purpose: `balancer-probe-${id}` } });
  await putSecret(tx, ctx, `balancer-probe-${id}`, Buffer.from(pem));
}
