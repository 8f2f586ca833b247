import { z } from "zod";
import type { Tx } from "@/lib/db/client";
import { BackendHealth } from "@/lib/nodes/balancer-report";
import { laneOf } from "@/lib/nodes/balancer-map";
import { canStandBehind } from "@/lib/nodes/balancer-settings";
import { FaultBody } from "@/lib/nodes/bundle";
import { isSilent } from "@/lib/nodes/silence";
import type { Need } from "./needs";

/** A node that starts again is out for so long that nobody need look. */
const OUT_MS = 60_000;

export type BalancerNeedFacts = {
  name: string;
  enrolledAt: Date | null;
  reportedAt: Date | null;
  faults: readonly { code: string; sentence: string }[];
  backends: readonly { node: string; up: boolean; since: string }[];
  nodes: readonly { name: string; address: string; proto: string; state: string; drainedAt: Date | null; setAsideAt: Date | null }[];
};

/** What load balancers with an agent of ours say, and what they cannot say. */
export async function readBalancerNeeds(tx: Tx, now: Date): Promise<Need[]> {
  const rows = await tx.balancer.findMany({
    where: { removedAt: null, enrolledAt: { not: null } },
    orderBy: { name: "asc" },
    take: 20,
    select: {
      name: true,
      enrolledAt: true,
      reportedAt: true,
      faults: true,
      backends: true,
      nodes: {
        select: { node: { select: { name: true, address: true, proto: true, state: true, drainedAt: true, setAsideAt: true } } },
        orderBy: { node: { name: "asc" } },
        take: 64,
      },
    },
  });
  return rows.flatMap((row) => {
    const faults = z.array(FaultBody).safeParse(row.faults);
    const backends = z.array(BackendHealth).safeParse(row.backends);
    return whatABalancerNeeds(
      {
        ...row,
        faults: faults.success ? faults.data : [],
        backends: backends.success ? backends.data : [],
        nodes: row.nodes.map(({ node }) => node),
      },
      now,
    );
  });
}

export function whatABalancerNeeds(balancer: BalancerNeedFacts, now: Date): Need[] {
  const { name, faults, backends, nodes } = balancer;
  const say = (code: string, tone: Need["tone"], sentence: string): Need => ({
    code,
    tone,
    sentence,
    href: `/nodes/balancers/${name}`,
    linkText: `See ${name}`,
  });
  const unnamed = nodes
    .filter((node) => !canStandBehind(node))
    .map((node) =>
      say(
        "balancer-host-name",
        "attention",
        `${node.name} stands behind ${name} by the host name ${node.address}, which no map can hold: it gets no clients there. Give the node an IP address.`,
      ),
    );
  if (isSilent(balancer, now)) {
    const since = (balancer.reportedAt ?? balancer.enrolledAt)?.toISOString().slice(0, 16).replace("T", " ");
    return [
      say(
        "balancer-silent",
        "bad",
        `The load balancer ${name} has been silent since ${since} UTC. What is in its kernel goes on; look at the machine and its way to the portal.`,
      ),
      ...unnamed,
    ];
  }
  // Where nobody answers by a protocol and family the fault says it for all of them, and the last map stays.
  const answering = new Set(nodes.filter(({ name }) => backends.some(({ node, up }) => node === name && up)).map(laneOf));
  const nobody = faults.some(({ code }) => code === "no-node-answers");
  const out = backends.filter(({ node, up, since }) => {
    const found = nodes.find((one) => one.name === node);
    if (found?.state !== "active" || found.drainedAt || found.setAsideAt || up) return false;
    return now.getTime() - new Date(since).getTime() > OUT_MS && (!nobody || answering.has(laneOf(found)));
  });
  return [
    ...faults.map(({ code, sentence }) =>
      code === "no-node-answers"
        ? say("balancer-no-node", "bad", `${name}: ${sentence}`)
        : say("fault", "attention", `${name}: ${sentence}`),
    ),
    ...out.map(({ node }) => notAnswering(say, node, name)),
    ...unnamed,
  ];
}

function notAnswering(say: (code: string, tone: Need["tone"], sentence: string) => Need, node: string, name: string): Need {
  return say(
    "balancer-node-out",
    "attention",
    `The load balancer ${name} gets no answer from ${node} and sends nobody there. Look whether OpenVPN runs on it, and at the way between the two.`,
  );
}
