import { expect } from "@playwright/test";
import { pingAll, silence } from "../../../cluster/mass-ping";
import { record } from "../../measure";
import { issue } from "../lab/api";
import { until } from "../lab/until";
import { bothFamilies, clientsByNode, profileTo, quiet, somebody, test } from "./six";

test("cluster.7, I8, I13 a node that is cut off from the portal goes on and is shown as silent; back again, it catches up in one pull", async ({
  six,
}) => {
  test.setTimeout(240_000);
  await quiet(six);
  const by = await clientsByNode(six);
  const [node] = [...six.nodes].sort((a, b) => (by.get(b.name)?.length ?? 0) - (by.get(a.name)?.length ?? 0));
  if (!node) throw new Error("There is a node.");
  const mine = by.get(node.name) ?? [];
  const knocker = await somebody(six, "knocker");
  const pings = await pingAll(six.network.backend, six.folder, bothFamilies(mine), 0.2);
  await until("its clients to answer", () => [...pings.look().values()].every(({ echoes }) => echoes.length > 3), {
    ms: 20_000,
    every: 200,
  });

  await node.cutOff(true);
  const cut = Date.now();
  // Revisions that it misses.
  for (const name of ["missed-1", "missed-2", "missed-3"]) await issue(six, six.api, name);
  await six.api.call("POST", "/api/v1/users/missed-2/offboard", { confirm: "missed-2" });
  type Node = { silent: boolean; revision: string | null };
  await until("the portal to call it silent", async () => (await six.api.call<Node>("GET", `/api/v1/nodes/${node.name}`)).silent, {
    ms: 90_000,
    every: 500,
  });
  const silentAfter = Date.now() - cut;
  const place = await six.openPlace();
  const client = await place.connect(profileTo(knocker, node));
  await client.up();

  const bundles: number[] = [];
  node.door.tamper = (asked, answer) => {
    if (asked.path.startsWith("/api/v1/node/bundle") && answer.status === 200) bundles.push(Date.now());
    return answer;
  };
  const behind = (await node.status()).revision ?? 0;
  await node.cutOff(false);
  const back = Date.now();
  await until("the node to be told", () => bundles.length > 0, { ms: 60_000, every: 50, seen: node.log });
  await until(
    "the node to have what the others have",
    async () => {
      const [own, others] = await Promise.all([node.status(), six.nodes[node === six.nodes[0] ? 1 : 0]?.status()]);
      return own.revision === others?.revision && own.revision !== null && own.revision > behind;
    },
    { ms: 60_000, every: 200, seen: node.log },
  );
  const took = (bundles[0] ?? NaN) - back;
  const pulls = bundles.length;
  await until("the portal to hear it", async () => !(await six.api.call<Node>("GET", `/api/v1/nodes/${node.name}`)).silent, { ms: 30_000 });
  node.door.tamper = null;
  const end = Date.now();
  const answers = await pings.stop();
  const longest = Math.max(0, ...[...answers.values()].map((answer) => silence(answer, cut, end)));
  const ok = pulls === 1 && longest < 2000;
  record({
    id: "cluster.7",
    claim: `A node cut off from the portal for ${Math.round((back - cut) / 1000)} s kept its ${mine.length} clients (longest silence ${Math.round(longest)} ms), admitted one more, was called silent after ${Math.round(silentAfter / 1000)} s; from its return until its one pull`,
    n: 1,
    unit: "ms",
    p50: took,
    p90: took,
    p99: took,
    max: took,
    bound: "one pull; no client silent for 2000 ms",
    ok,
  });
  await client.stop();
  expect(ok, `${pulls} pulls, ${longest} ms`).toBe(true);
});
