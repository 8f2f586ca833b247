import type { Tx } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import { lockOwner, lockRemotes } from "./remote-steps";
import type { RemoteOwner } from "./who-answers";

export type LockedRemote = {
  id: string;
  address: string;
  port: number;
  proto: string;
  weight: number;
  position: number;
  version: number;
  owner: RemoteOwner;
};

const GONE = "This remote is not in the list any more. Look at the list again.";

/** Step: a remote, with its node or balancer and the whole list locked, in that order. */
export async function lockRemote(tx: Tx, id: string): Promise<LockedRemote> {
  const of = { include: { node: { select: { name: true } }, balancer: { select: { name: true } } } } as const;
  const glimpse = await tx.remote.findUnique({ where: { id }, ...of });
  if (!glimpse) refuse("missing", GONE);
  const owner = await lockOwner(tx, { node: glimpse.node?.name, balancer: glimpse.balancer?.name });
  await lockRemotes(tx);
  const remote = await tx.remote.findUnique({ where: { id } });
  return remote ? { ...remote, owner } : refuse("missing", GONE);
}
