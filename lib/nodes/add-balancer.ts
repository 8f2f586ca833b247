import type { z } from "zod";
import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { refuse } from "@/lib/refusal";
import type { JoinToken } from "./add-node";
import type { AddBalancerBody } from "./balancer-body";
import { lockNodesBehind, putBehind, siteOfBalancer } from "./balancer-steps";
import { appendRemote, lockRemotes, refusePlace, refuseTooMany, remoteText } from "./remote-steps";
import { balancerJoin } from "./renew-balancer-join-token";

/**
 * Adds a load balancer with the nodes behind it and, where it is said, the `remote` line that leads to it. Its agent may join within a day
 * with the token in this answer; somebody else's balancer needs none.
 */
export function addBalancer(ctx: Context, body: z.output<typeof AddBalancerBody>): Promise<Committed<JoinToken>> {
  return commit(ctx, "nodes.write", async (tx) => {
    const { name, site, nodes: names, hidesSources, ownAddresses, remote } = body;
    if (await tx.balancer.findUnique({ where: { name }, select: { id: true } }))
      refuse("taken", `There is, or was, a balancer ${name}. Choose another name.`, "name");
    const nodes = await lockNodesBehind(tx, names);
    const siteId = await siteOfBalancer(tx, site);
    const { join, columns } = balancerJoin(ctx, name);
    const { id } = await tx.balancer.create({
      data: { name, siteId, hidesSources, ownAddresses, createdAt: ctx.now(), ...columns },
      select: { id: true },
    });
    await putBehind(tx, id, nodes);
    if (remote) {
      await lockRemotes(tx);
      const owner = { kind: "balancer" as const, id, name, behind: nodes, translates: hidesSources };
      await refusePlace(tx, owner, remote, { of: "remote" });
      await refuseTooMany(tx, 1, { of: "remote" });
      await appendRemote(tx, owner, { ...remote, weight: 1 }, ctx.now());
    }
    return {
      value: join,
      answer: { name, expiresAt: join.expiresAt.toISOString() },
      audit: {
        action: "balancer.add",
        subject: `balancer ${name}`,
        details: { site, nodes: names, hidesSources, ownAddresses, ...(remote ? { remote: remoteText(remote) } : {}) },
      },
      nodes: "must see",
    };
  });
}
