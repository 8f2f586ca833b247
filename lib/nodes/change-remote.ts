import type { z } from "zod";
import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { refuseStale } from "@/lib/core/version";
import { lockRemote } from "./lock-remote";
import type { ChangeRemoteBody } from "./remote-body";
import { refusePlace, refuseTooMany, remoteText } from "./remote-steps";

/** Changes where clients find a node or a balancer. Profiles that are out keep what they have until their owner renews them. */
export function changeRemote(ctx: Context, id: string, body: z.output<typeof ChangeRemoteBody>): Promise<Committed<{ version: number }>> {
  return commit(ctx, "nodes.write", async (tx) => {
    const remote = await lockRemote(tx, id);
    refuseStale("this remote", remote.version, body.version);
    const { address = remote.address, port = remote.port, proto = remote.proto, weight = remote.weight } = body;
    const after = { address, port, proto };
    await refusePlace(tx, remote.owner, after, { own: id });
    await refuseTooMany(tx, weight, { own: id });
    const value = { version: remote.version + 1 };
    await tx.remote.update({ where: { id }, data: { ...after, weight, ...value } });
    return {
      value,
      audit: {
        action: "remote.change",
        subject: `${remote.owner.kind} ${remote.owner.name}`,
        details: {
          ...(remoteText(remote) === remoteText(after) ? {} : { remote: { before: remoteText(remote), after: remoteText(after) } }),
          ...(weight === remote.weight ? {} : { weight: { before: remote.weight, after: weight } }),
        },
      },
      nodes: remote.owner.kind === "balancer" ? "must see" : "need not",
    };
  });
}
