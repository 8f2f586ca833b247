import { expect } from "@playwright/test";
import { routingUp, type Cluster } from "../../../cluster/cluster";
import { eachOf } from "../../../cluster/each-of";
import type { ClusterNode } from "../../../cluster/node";
import { openVpnUp } from "../../../cluster/set-up-cluster";
import { until } from "../lab/until";
import { measureOutage } from "./outage";
import { clientsByNode, quiet, test, WHOLE } from "./six";

test.describe.configure({ timeout: 300_000 });

const VIA = [
  { via: "balancer", words: "behind the balancer", balanced: true },
  { via: "direct", words: "reached directly", balanced: false },
];

/** The node of that kind which has most clients. Who has moved on stays there: some come anew first, where too few are left. */
async function busiest(six: Cluster, balanced: boolean): Promise<ClusterNode> {
  for (let tries = 0; tries < 8; tries++) {
    await quiet(six);
    const by = await clientsByNode(six);
    const count = ({ name }: ClusterNode) => by.get(name)?.length ?? 0;
    const [node] = six.nodes.filter(({ plan }) => plan.balanced === balanced).sort((a, b) => count(b) - count(a));
    const enough = Math.max(2, six.clients.length / six.nodes.length / 3);
    if (node && count(node) >= enough) return node;
    const others = six.nodes.filter(({ plan }) => plan.balanced !== balanced).flatMap(({ name }) => by.get(name) ?? []);
    await eachOf(others.slice(0, Math.ceil(six.clients.length / 3)), 4, async (client) => {
      await client.vpn.stop();
      client.vpn = await client.place.connect(client.person.profile);
      await client.vpn.up(60_000);
    });
  }
  throw new Error("Nobody comes to such a node.");
}

const hitBy = async (six: Cluster, node: ClusterNode) => (await clientsByNode(six)).get(node.name) ?? [];

for (const { via, words, balanced } of WHOLE ? VIA : VIA.slice(0, 1))
  test(`cluster.3 a node ${words} is drained: its clients move on, and it is put back`, async ({ six }) => {
    const node = await busiest(six, balanced);
    const hits = () => hitBy(six, node);
    await measureOutage(six, hits, () => six.api.call("POST", `/api/v1/nodes/${node.name}/drain`, {}), {
      id: `cluster.3.drain.${via}`,
      claim: `A node ${words} is drained`,
      bound: 20_000,
    });
    expect(await hits(), "clients that are still on it").toEqual([]);
    await six.api.call("POST", `/api/v1/nodes/${node.name}/put-back`, {});
    await back(six, node);
  });

const AWAY = [
  { away: false, portal: "" },
  { away: true, portal: ", with the portal away" },
];
const CASES = WHOLE
  ? VIA.flatMap((via) => AWAY.flatMap((away) => ["crash", "unplug"].map((how) => ({ ...via, ...away, how }))))
  : [
      { ...VIA[0], ...AWAY[1], how: "crash" },
      { ...VIA[1], ...AWAY[0], how: "unplug" },
    ];

for (const { via = "", words = "", balanced = false, away = false, portal = "", how } of CASES)
  test(`cluster.3 a node ${words} ${how === "crash" ? "crashes" : "is unplugged"}${portal}: all its clients come back`, async ({ six }) => {
    const node = await busiest(six, balanced);
    const hits = () => hitBy(six, node);
    if (away) await six.stopPortal();
    try {
      await measureOutage(six, hits, () => (how === "crash" ? node.crash() : node.unplug(true)), {
        id: `cluster.3.${how}.${via}${away ? ".away" : ""}`,
        claim: `A node ${words} ${how === "crash" ? "crashes" : "is unplugged"}${portal}`,
        bound: 45_000,
      });
      expect(await hits(), "clients that the core still sends there").toEqual([]);
    } finally {
      if (away) await six.startAgain();
      if (how === "crash") await node.run();
      else await node.unplug(false);
    }
    await back(six, node);
  });

/** It runs, and the core speaks with it again; whoever it had before it went is nobody's any more. */
async function back(six: Cluster, node: ClusterNode): Promise<void> {
  await until(`OpenVPN on ${node.name}`, async () => (await node.status()).openvpnRunning, { ms: 60_000, every: 250, seen: node.log });
  await openVpnUp([node]);
  await routingUp(six);
  await quiet(six);
}
