import type { Tx } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import { MOST_LINES } from "./remote-list";
import { whyNobodyAnswers, type Answering, type RemoteOwner } from "./who-answers";

export type Place = { address: string; port: number; proto: string };

/** As it stands in a profile, and in the audit log. */
export const remoteText = ({ address, port, proto }: Place): string => `${address} ${port} ${proto}`;

/** Step: whoever changes the list is alone with it, whoever reads it is not. Rows of nodes and balancers are locked before. */
export async function lockRemotes(tx: Tx): Promise<void> {
  await tx.$executeRaw`LOCK TABLE remote IN SHARE ROW EXCLUSIVE MODE`;
}

/** Step: the node or balancer of that name, which stays as it is until this transaction ends. */
export async function lockOwner(tx: Tx, of: { node?: string; balancer?: string }): Promise<RemoteOwner> {
  if (of.node !== undefined) {
    const [node] = await tx.$queryRaw<{ id: string; proto: string; address: string; state: string }[]>`
      SELECT id, proto, address, state::text FROM node WHERE name = ${of.node} FOR SHARE`;
    if (!node) refuse("invalid", `There is no node ${of.node}. A remote needs a node, or a balancer.`, "node");
    if (node.state === "removed") refuse("state", `${of.node} was removed: nobody would answer there.`, "node");
    return { kind: "node", id: node.id, name: of.node, behind: [node], translates: false };
  }
  const name = of.balancer ?? "";
  const [balancer] = await tx.$queryRaw<{ id: string; hides_sources: boolean; removed_at: Date | null }[]>`
    SELECT id, hides_sources, removed_at FROM balancer WHERE name = ${name} FOR SHARE`;
  if (!balancer) refuse("invalid", `There is no balancer ${name}. A remote needs a node, or a balancer.`, "balancer");
  if (balancer.removed_at) refuse("state", `${name} was removed: nobody would answer there.`, "balancer");
  return { kind: "balancer", id: balancer.id, name, behind: await nodesBehind(tx, balancer.id), translates: balancer.hides_sources };
}

async function nodesBehind(tx: Tx, balancerId: string): Promise<Answering[]> {
  const behind = await tx.balancerNode.findMany({
    where: { balancerId, node: { state: { not: "removed" } } },
    select: { node: { select: { proto: true, address: true } } },
    take: 200,
  });
  return behind.map(({ node }) => node);
}

/** `own` is the remote itself where it is there already; `of` the field that the place stands in. */
type Asked = { own?: string; of?: string };
const field = (name: string, of?: string): string => (of === undefined ? name : `${of}.${name}`);

/** Refuses a place where nobody would answer in that protocol, or where somebody else does. Under the lock of the list. */
export async function refusePlace(tx: Tx, owner: RemoteOwner, place: Place, { own, of }: Asked = {}): Promise<void> {
  const { address, port, proto } = place;
  const why = whyNobodyAnswers(owner, place);
  if (why) refuse("invalid", why.sentence, field(why.field, of));
  const twin = await tx.remote.findFirst({
    where: { address, port, proto, ...(own === undefined ? {} : { id: { not: own } }) },
    include: { node: { select: { name: true } }, balancer: { select: { name: true } } },
  });
  if (twin)
    refuse(
      "taken",
      `${remoteText(place)} is in the list already, as a remote of ${twin.node?.name ?? twin.balancer?.name}.`,
      field("address", of),
    );
  const there = await tx.node.findFirst({ where: { address, port, proto, state: { not: "removed" } }, select: { id: true, name: true } });
  if (there && there.id !== owner.id)
    refuse("taken", `${there.name} listens at ${remoteText(place)}: clients would not reach ${owner.name} there.`, field("address", of));
}

/** Refuses more lines than a profile can have; `added` are those that come to what is there. */
export async function refuseTooMany(tx: Tx, added: number, { own, of }: Asked = {}): Promise<void> {
  const { _sum } = await tx.remote.aggregate({ _sum: { weight: true }, where: own === undefined ? {} : { id: { not: own } } });
  const lines = (_sum.weight ?? 0) + added;
  if (lines > MOST_LINES)
    refuse(
      "full",
      `That would be ${lines} lines: OpenVPN 2.5 takes ${MOST_LINES} remote lines in a profile. Lower a weight or remove a remote.`,
      of ?? "weight",
    );
}

/** Step: at the end of the list. */
export async function appendRemote(
  tx: Tx,
  owner: Pick<RemoteOwner, "kind" | "id">,
  remote: Place & { weight: number },
  now: Date,
): Promise<{ id: string }> {
  const { _max } = await tx.remote.aggregate({ _max: { position: true } });
  const { address, port, proto, weight } = remote;
  const of = owner.kind === "node" ? { nodeId: owner.id } : { balancerId: owner.id };
  return tx.remote.create({
    data: { ...of, address, port, proto, weight, position: (_max.position ?? 0) + 1, createdAt: now },
    select: { id: true },
  });
}
