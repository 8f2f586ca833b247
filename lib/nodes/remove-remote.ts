import type { z } from "zod";
import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { refuseStale } from "@/lib/core/version";
import { refuse } from "@/lib/refusal";
import { lockRemote } from "./lock-remote";
import { LAST_REMOTE, type RemoveRemoteBody } from "./remote-body";
import { remoteText } from "./remote-steps";

/** Takes a `remote` line out of the list; what answers there goes on. */
export function removeRemote(ctx: Context, id: string, body: z.output<typeof RemoveRemoteBody>): Promise<Committed<{ id: string }>> {
  return commit(ctx, "nodes.write", async (tx) => {
    const remote = await lockRemote(tx, id);
    refuseStale("this remote", remote.version, body.version);
    if ((await tx.remote.count()) === 1) refuse("state", LAST_REMOTE);
    await tx.remote.delete({ where: { id } });
    return {
      value: { id },
      audit: {
        action: "remote.remove",
        subject: `${remote.owner.kind} ${remote.owner.name}`,
        details: { remote: remoteText(remote), weight: remote.weight },
      },
      nodes: remote.owner.kind === "balancer" ? "must see" : "need not",
    };
  });
}
