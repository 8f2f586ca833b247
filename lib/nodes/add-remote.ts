import type { z } from "zod";
import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import type { AddRemoteBody } from "./remote-body";
import { appendRemote, lockOwner, lockRemotes, refusePlace, refuseTooMany, remoteText } from "./remote-steps";

/** Adds a `remote` line: of a node, or of a balancer, whose agent must hear where it is to listen. */
export function addRemote(ctx: Context, body: z.output<typeof AddRemoteBody>): Promise<Committed<{ id: string }>> {
  return commit(ctx, "nodes.write", async (tx) => {
    const owner = await lockOwner(tx, body);
    await lockRemotes(tx);
    await refusePlace(tx, owner, body);
    await refuseTooMany(tx, body.weight);
    const { id } = await appendRemote(tx, owner, body, ctx.now());
    return {
      value: { id },
      audit: {
        action: "remote.add",
        subject: `${owner.kind} ${owner.name}`,
        details: { remote: remoteText(body), weight: body.weight },
      },
      nodes: owner.kind === "balancer" ? "must see" : "need not",
    };
  });
}
