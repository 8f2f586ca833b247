import { z } from "zod";
import type { Node } from "@/generated/prisma/client";
import { commit } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { refuseStale, version } from "@/lib/core/version";
import type { Tx } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import { canStandBehind } from "./balancer-settings";
import { port, publicAddress, siteName } from "./naming";
import { isIpv6 } from "./network";
import { routingFacts } from "./read-routing-facts";
import { refuseOldAgent, refuseUnreached } from "./refuse-unreached";
import { lockRemotes, refusePlace } from "./remote-steps";
import { lockNodes, rollOut } from "./rollout-steps";
import { nodeRouting, whyNotRouting } from "./routing";
import { coreInterface, routerId } from "./routing-body";

const emptyIsNone = (value: unknown) => (value === "" ? null : value);

/** What is left out stays as it is; null takes the core interface or the router ID away. */
export const EditNodeBody = z.strictObject({
  version,
  site: siteName.optional(),
  address: publicAddress.optional(),
  port: port.optional(),
  coreInterface: z.preprocess(emptyIsNone, coreInterface.nullable()).optional(),
  routerId: z.preprocess(emptyIsNone, routerId.nullable()).optional(),
});
type EditNodeBody = z.output<typeof EditNodeBody>;

/** `revision` is the first that nodes have the change in, null where it does not reach them; `rollout` restarts OpenVPN for it. */
export const EditedNode = z.object({
  name: z.string(),
  version: z.int(),
  changed: z.array(z.string()),
  revision: z.string().nullable(),
  rollout: z.string().nullable(),
});

const FIELDS = ["site", "address", "port", "coreInterface", "routerId"] as const;
type Facts = Pick<Node, "address" | "port" | "coreInterface" | "routerId"> & { site: string };

/** Where a node stands, where it listens, and its place in the routing. Its name, protocol and tunnel device stay what they are. */
export async function editNode(ctx: Context, name: string, body: EditNodeBody): Promise<z.output<typeof EditedNode>> {
  const done = await commit(ctx, "nodes.write", async (tx) => {
    await lockNodes(tx);
    const node = await tx.node.findUnique({ where: { name }, include: { site: true } });
    if (!node) refuse("missing", `There is no node ${name}.`);
    if (node.state === "removed") refuse("state", `${name} was removed. Add a new node.`);
    refuseStale(name, node.version, body.version);
    const before: Facts = { ...node, site: node.site.name };
    const { version: _version, ...asked } = body;
    // What is left out is undefined here, and spreading that over a fact would lose it.
    const after: Facts = { ...before, ...Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)) };
    const changed = FIELDS.filter((field) => before[field] !== after[field]);
    if (changed.length === 0) refuse("invalid", `Nothing is different from what ${name} has.`);
    // It stays until this transaction ends.
    const [site] = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM site WHERE name = ${after.site} FOR SHARE`;
    if (!site) refuse("invalid", `There is no site ${after.site}. Add it first, or choose another.`, "site");
    await refuseTwins(tx, node, after);
    const routed = await routedAs(tx, node, before, after);
    await moveOwnRemote(tx, node, after);
    refuseOldAgent(node, after.address);
    const { address, port: toPort, coreInterface: device, routerId: id } = after;
    await tx.node.update({
      where: { id: node.id },
      data: { address, port: toPort, coreInterface: device, routerId: id, siteId: site.id, version: { increment: 1 } },
    });
    const otherKind = isIpv6(before.address) !== isIpv6(after.address);
    if (otherKind) await refuseUnreached(tx, node);
    const reaches = routed || before.address !== after.address || before.port !== after.port;
    const said: { rollout: string | null } = { rollout: null };
    const answer = (revision: bigint) => ({
      name,
      version: node.version + 1,
      changed: [...changed],
      revision: reaches ? revision.toString() : null,
      rollout: said.rollout,
    });
    const side = (facts: Facts) => Object.fromEntries(changed.map((field) => [field, facts[field]]));
    return {
      value: answer,
      audit: { action: "node.edit", subject: `node ${name}`, details: { before: side(before), after: side(after) } },
      nodes: reaches ? "must see" : "need not",
      atRevision: async (later, revision) => {
        if (before.port === after.port && !otherKind) return;
        const place = otherKind ? `at ${after.address}, port ${after.port}` : `on port ${after.port}`;
        said.rollout = await rollOut(later, ctx, { reason: `${name} listens ${place}`, revision });
      },
      answer,
    };
  });
  return done.replayed ? EditedNode.parse(done.value) : done.value(done.revision);
}

type Row = Pick<Node, "id" | "name" | "proto" | "interface" | "address" | "port" | "state">;

/** Two nodes at one place, or of one router ID: each would take what is meant for the other. And what nobody could send to. */
async function refuseTwins(tx: Tx, node: Row, { address, port: at, coreInterface: device, routerId: id }: Facts): Promise<void> {
  const other = { id: { not: node.id }, state: { not: "removed" as const } };
  const twin = await tx.node.findFirst({ where: { ...other, address, port: at, proto: node.proto } });
  if (twin)
    refuse("taken", `${twin.name} already has the address ${address}, port ${at}, ${node.proto}. Two nodes cannot share them.`, "address");
  const behind = canStandBehind({ address })
    ? null
    : await tx.balancerNode.findFirst({
        where: { nodeId: node.id, balancer: { removedAt: null } },
        select: { balancer: { select: { name: true } } },
      });
  if (behind)
    refuse(
      "state",
      `${node.name} is behind ${behind.balancer.name}, which sends to IP addresses. Give it one, or take it out there first.`,
      "address",
    );
  if (device !== null && device === node.interface)
    refuse("invalid", `${device} is the node’s tunnel. The core interface is the one towards the company’s routers.`, "coreInterface");
  if (id === null) return;
  const namesake = await tx.node.findFirst({ where: { ...other, routerId: id } });
  if (namesake) refuse("taken", `${namesake.name} already has the router ID ${id}. Each node needs one of its own.`, "routerId");
  // One that was removed does not keep it from its successor.
  await tx.node.updateMany({ where: { routerId: id, state: "removed" }, data: { routerId: null } });
}

/** Step: whether what the node is told of the routing changes. Refused where it would lose its place while routing is on. */
async function routedAs(tx: Tx, node: Row, before: Facts, after: Facts): Promise<boolean> {
  const facts = await routingFacts(tx);
  const why = whyNotRouting(facts, [{ ...after, name: node.name, state: node.state }], []);
  if (why) {
    const field = after.coreInterface === null ? "coreInterface" : after.routerId === null ? "routerId" : "site";
    refuse("state", field === "site" ? why.sentence : `Routing is on, and each node needs a core interface and a router ID.`, field);
  }
  return JSON.stringify(nodeRouting(facts, before)) !== JSON.stringify(nodeRouting(facts, after));
}

/** Step: the remote line that is the node's own place goes with it; profiles that are out keep the old one and are shown as outdated. */
async function moveOwnRemote(tx: Tx, node: Row, { address, port: at }: Facts): Promise<void> {
  if (node.address === address && node.port === at) return;
  await lockRemotes(tx);
  const mine = await tx.remote.findMany({ where: { nodeId: node.id, proto: node.proto } });
  const remoteAt = (place: { address: string; port: number }) =>
    mine.find((one) => one.address === place.address && one.port === place.port);
  const own = remoteAt(node);
  const there = remoteAt({ address, port: at });
  const owner = { kind: "node" as const, id: node.id, name: node.name, behind: [{ ...node, address }], translates: false };
  await refusePlace(tx, owner, { address, port: at, proto: node.proto }, { own: (own ?? there)?.id });
  if (own) await tx.remote.update({ where: { id: own.id }, data: { address, port: at, version: { increment: 1 } } });
}
