import type { z } from "zod";
import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { refuseStale } from "@/lib/core/version";
import { refuse } from "@/lib/refusal";
import { lockRemote } from "./lock-remote";
import type { MoveRemoteBody } from "./remote-body";
import { remoteText } from "./remote-steps";

/** Puts a remote at another place of the list; the others close up. */
export function moveRemote(
  ctx: Context,
  id: string,
  body: z.output<typeof MoveRemoteBody>,
): Promise<Committed<{ place: number; version: number }>> {
  return commit(ctx, "nodes.write", async (tx) => {
    const remote = await lockRemote(tx, id);
    refuseStale("this remote", remote.version, body.version);
    const rows = await tx.remote.findMany({
      orderBy: [{ position: "asc" }, { id: "asc" }],
      select: { id: true, position: true },
      take: 200,
    });
    const before = rows.findIndex((row) => row.id === id) + 1;
    if (body.place > rows.length)
      refuse("invalid", `There are ${rows.length} remotes: the place must be from 1 to ${rows.length}.`, "place");
    if (body.place === before) refuse("invalid", `${remoteText(remote)} is at place ${before} already.`, "place");
    const others = rows.filter((row) => row.id !== id);
    const inOrder = [...others.slice(0, body.place - 1), { id, position: remote.position }, ...others.slice(body.place - 1)];
    for (const [i, row] of inOrder.entries())
      if (row.position !== i + 1) await tx.remote.update({ where: { id: row.id }, data: { position: i + 1 } });
    const value = { place: body.place, version: remote.version + 1 };
    await tx.remote.update({ where: { id }, data: { version: value.version } });
    return {
      value,
      audit: {
        action: "remote.move",
        subject: `${remote.owner.kind} ${remote.owner.name}`,
        details: { remote: remoteText(remote), place: { before, after: body.place } },
      },
      nodes: "need not",
    };
  });
}
