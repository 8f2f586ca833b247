import { readTally } from "@/lib/core/tally";
import type { Tx } from "@/lib/db/client";
import { readBalancerNeeds } from "@/lib/lifecycle/balancer-needs";
import { whatNeedsAPerson, type Need } from "@/lib/lifecycle/needs";
import { whatNodesNeed } from "@/lib/lifecycle/node-needs";
import { readSessionNeeds } from "@/lib/lifecycle/session-needs";
import { watchNodes } from "@/lib/lifecycle/watch-nodes";
import { isSilent } from "@/lib/nodes/silence";
import { clockOffsets, whyClockIsNotTrusted } from "@/lib/pki/clock";

/** The overview's needs, from the facts that alerts are about. */
export async function readAlertNeeds(tx: Tx, now: Date): Promise<Need[]> {
  const watched = await watchNodes(tx);
  const nodes = await tx.node.findMany({ where: { state: "active" }, orderBy: { name: "asc" }, take: 200 });
  const crl = await tx.crl.findFirstOrThrow({ orderBy: { authorityId: "desc" } });
  const [root, issuing] = await Promise.all([
    tx.authority.findFirstOrThrow({ where: { kind: "root" }, select: { notAfter: true } }),
    tx.authority.findFirstOrThrow({ where: { kind: "issuing" }, orderBy: { generation: "desc" }, select: { notAfter: true } }),
  ]);
  const count = await readTally(tx);
  const pools = await tx.addressPool.findMany({ select: { id: true } });
  const pairs = (state: string) => pools.reduce((sum, { id }) => sum + count(`pair.${id}.${state}`), 0);
  const needs = whatNeedsAPerson({
    now,
    nodes: nodes.map((node) => ({ ...node, silent: isSilent(node, now), behind: 0, faults: [] })),
    pool: { free: pairs("free"), usable: pairs("free") + pairs("assigned") + pairs("quarantined") },
    crl: { ...crl, due: false },
    rootKeyHere: false,
    expiring: 0,
    issuingNotAfter: issuing.notAfter,
    rootNotAfter: root.notAfter,
    clock: whyClockIsNotTrusted(await clockOffsets(tx, now)),
    users: 1,
    waiting: [],
  });
  const others = [...(await readSessionNeeds(tx, now)), ...(await readBalancerNeeds(tx, now))];
  return [...needs, ...whatNodesNeed(watched, crl, now), ...others];
}
