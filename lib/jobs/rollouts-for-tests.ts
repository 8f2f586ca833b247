// For tests: nodes that take part in rollouts.
import { db } from "@/lib/db/client";
import { nodeContext, pull, reportOf, type Clock, type TestNode } from "@/lib/lifecycle/cluster-for-tests";
import type { ReportBody } from "@/lib/nodes/bundle";
import { NodeSettings } from "@/lib/nodes/node-settings";
import { storeReport } from "@/lib/nodes/store-report";

export type Said = Partial<ReportBody> & { restarted?: boolean };
let starts = 0;

/** What a healthy node says; OpenVPN started now where `restarted`. */
export async function healthyReport(node: TestNode, now: Clock, { restarted = false, ...said }: Said = {}): Promise<void> {
  const { revision } = await db().cluster.findUniqueOrThrow({ where: { id: 1 } });
  const { openvpnStartedAt } = await db().node.findUniqueOrThrow({ where: { id: node.id } });
  const started = restarted || !openvpnStartedAt ? new Date(1_700_000_000_000 + ++starts * 60_000) : openvpnStartedAt;
  const body = reportOf(node, { revision: Number(revision), openvpnStartedAt: started.toISOString(), clock: now().toISOString(), ...said });
  await storeReport(nodeContext(node, now), body);
}

export async function confOf(node: TestNode): Promise<string> {
  return (await pull(node))?.files.find(({ path }) => path === "server.conf")?.content ?? "";
}

export async function settingsOf(node: TestNode): Promise<NodeSettings> {
  return NodeSettings.parse((await pull(node))?.settings);
}

/** The newest rollout, its steps in words. */
export async function lastRollout(): Promise<{ state: string; id: string; sentence: string | null; steps: string[] }> {
  const { state, id, sentence, steps } = await db().rollout.findFirstOrThrow({
    orderBy: { createdAt: "desc" },
    include: { steps: { orderBy: { n: "asc" }, include: { node: true } } },
  });
  return { state, id, sentence, steps: steps.map((one) => `${one.node.name} ${one.state}`) };
}
