import { existsSync } from "node:fs";
import path from "node:path";
import { expect } from "@playwright/test";
import { until } from "../lab/until";
import { measureOutage } from "./outage";
import { quiet, test } from "./six";

type Rollout = { state: string; sentence: string | null; done: number; total: number };

test("cluster.5 a rolling restart of all nodes: every client comes back, and never is more than one node down", async ({ six }) => {
  test.setTimeout(600_000);
  await quiet(six);
  const pids = () => six.nodes.map((node) => node.openvpnPid() ?? 0);
  const first = pids();
  /** The nodes without a running OpenVPN, whenever there was one. */
  const down: string[][] = [];
  let looks = 0;
  const look = setInterval(() => {
    looks++;
    const now = six.nodes.filter((node) => !existsSync(path.join(node.machine.root, "proc", String(node.openvpnPid() ?? "none"))));
    if (now.length > 0) down.push(now.map(({ name }) => name));
  }, 5);
  let rollout: Rollout | null = null;
  try {
    await measureOutage(
      six,
      async () => six.clients,
      async () => {
        const { id } = await six.api.call<{ id: string }>("POST", "/api/v1/rollouts", { kind: "restart" });
        await until(
          "the rollout to end",
          async () => {
            rollout = await six.api.call<Rollout>("GET", `/api/v1/rollouts/${id}`);
            return rollout.state !== "running";
          },
          { ms: 240_000, every: 250, seen: () => `${JSON.stringify(rollout)}\n${six.said()}` },
        );
      },
      { id: "cluster.5", claim: "A rolling restart of all nodes, one after the other", bound: 60_000 },
    );
  } finally {
    clearInterval(look);
  }
  expect(rollout, "the rollout").toMatchObject({ state: "done", done: six.nodes.length, total: six.nodes.length });
  expect(
    pids().filter((pid, index) => pid === first[index]),
    "nodes whose OpenVPN is the one of before",
  ).toEqual([]);
  // On a quiet machine a node is down for less than a look takes.
  console.log(`${looks} looks, ${down.length} of them saw a node down`);
  expect(looks).toBeGreaterThan(100);
  expect(down.filter((names) => names.length > 1)).toEqual([]);
});
