import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import type { RolloutDetails } from "../../lib/nodes/read-rollouts";
import { joinAll, onboard, setUp, type Api, type Person } from "./lab/api";
import { openLab, tellFailure, type Lab } from "./lab/lab";
import type { LabNode } from "./lab/node";
import { until } from "./lab/until";
import type { VpnClient } from "./lab/vpn-client";

type Read = Omit<RolloutDetails, "steps"> & {
  steps: (Omit<RolloutDetails["steps"][number], "startedAt"> & { startedAt: string | null })[];
};

let lab: Lab;
let api: Api;
let ann: Person;
let client: VpnClient;

test.describe.configure({ mode: "serial", timeout: 180_000 });
test.beforeAll(async () => {
  lab = await openLab({ nodes: 2, places: 1 });
  api = await setUp(lab);
  await joinAll(lab, api);
  ann = await onboard(lab, api, "ann");
});
test.afterEach(() => tellFailure(lab));
test.afterAll(() => lab?.close());

const never = (): never => {
  throw new Error("There is one.");
};
const [first, second] = [() => lab.nodes[0] ?? never(), () => lab.nodes[1] ?? never()];
const change = async (more: object) =>
  api.call("PUT", "/api/v1/settings", { ...(await api.call<object>("GET", "/api/v1/settings")), ...more });
const newest = async (): Promise<Read> => {
  const { rows } = await api.call<{ rows: { id: string }[] }>("GET", "/api/v1/rollouts");
  return api.call<Read>("GET", `/api/v1/rollouts/${rows[0]?.id ?? never()}`);
};
const has = (node: LabNode, line: string) => node.read("live/server.conf")?.includes(`\n${line}\n`) ?? false;

/** Looks every 20 ms who is down, until `over`; the most that were down at once, and who came first. */
async function watch(over: () => Promise<boolean>): Promise<{ most: number; order: string[] }> {
  let [most, ended] = [0, false];
  const order: string[] = [];
  const before = new Map(lab.nodes.map((node) => [node.name, node.openvpnPid()]));
  const look = async () => {
    while (!ended) {
      const down = lab.nodes.filter((node) => !runs(node));
      most = Math.max(most, down.length);
      for (const node of lab.nodes)
        if (!order.includes(node.name) && node.openvpnPid() !== before.get(node.name) && node.openvpnPid() !== null) order.push(node.name);
      await sleep(20);
    }
  };
  const looking = look();
  await until("the rollout to be over", over, { ms: 90_000, every: 250, seen: lab.said });
  ended = true;
  await looking;
  return { most, order };
}
/** The machine's processes have numbers of their own; one that is dead and not reaped yet is none. */
function runs(node: LabNode): boolean {
  const pid = node.openvpnPid();
  try {
    return pid !== null && !/^\d+ \(.*\) Z/.test(readFileSync(path.join(node.machine.root, "proc", String(pid), "stat"), "utf8"));
  } catch {
    return false;
  }
}
const over = async () => (await newest()).state !== "running";

test("cluster.5: a change of server.conf restarts real nodes one at a time, and a client that is connected finds its way back", async () => {
  client = await (lab.places[0] ?? never()).connect(ann.profile);
  await client.up();
  await change({ tunMtu: 1400 });
  const { most, order } = await watch(over);
  expect(await newest()).toMatchObject({ state: "done", sentence: null, steps: [{ state: "healthy" }, { state: "healthy" }] });
  expect(order).toEqual(["vpn1", "vpn2"]);
  expect(most).toBeLessThanOrEqual(1);
  for (const node of lab.nodes) expect(has(node, "tun-mtu 1400"), node.name).toBe(true);
  await client.up(60_000);
  expect(await client.pair()).toEqual({ ipv4: ann.ipv4, ipv6: ann.ipv6 });
  for (const node of lab.nodes) expect((await node.status()).faults, node.name).toEqual([]);
});

test("cluster.5: restarting all nodes needs no change of a line, and a drained one is left alone until it is put back", async () => {
  await api.call("POST", "/api/v1/nodes/vpn1/drain", {});
  await until("vpn1 to be down", () => !runs(first()), { seen: first().log });
  await until(
    "the portal to hear of it",
    async () => (await api.call<{ openvpnRunning: boolean }>("GET", "/api/v1/nodes/vpn1")).openvpnRunning === false,
  );
  const before = second().openvpnPid();
  await api.call("POST", "/api/v1/rollouts", { kind: "restart" });
  await until("the rollout to be over", over, { ms: 60_000, every: 250, seen: lab.said });
  expect(await newest()).toMatchObject({
    state: "done",
    steps: [
      { node: "vpn2", state: "healthy" },
      { node: "vpn1", state: "skipped" },
    ],
  });
  expect(second().openvpnPid()).not.toBe(before);
  expect(runs(first())).toBe(false);
  await api.call("POST", "/api/v1/nodes/vpn1/put-back", {});
  await until("vpn1 to be up", () => runs(first()), { ms: 15_000, seen: first().log });
});

test("cluster.5: stopped after the first node, the second keeps its file and its OpenVPN; gone on with, it gets both", async () => {
  const pid = second().openvpnPid();
  await change({ tunMtu: 1380 });
  await until("vpn1 to have it", () => has(first(), "tun-mtu 1380"), { seen: lab.said });
  const { id } = await newest();
  await api.call("POST", `/api/v1/rollouts/${id}/stop`, {});
  await sleep(6_000);
  expect([has(second(), "tun-mtu 1400"), second().openvpnPid()]).toEqual([true, pid]);
  expect(await newest()).toMatchObject({ id, state: "stopped", left: { kind: "changes", nodes: ["vpn2"] } });
  await api.call("POST", "/api/v1/rollouts", { kind: "changes" });
  await until("the rest to be over", over, { ms: 60_000, every: 250, seen: lab.said });
  expect([has(second(), "tun-mtu 1380"), second().openvpnPid() === pid]).toEqual([true, false]);
});

test("a node with an IPv6 address listens on both families; a VPN session over IPv6 is shown with its address, and ended (fact 50)", async () => {
  const place = lab.places[0] ?? never();
  const [own, theirs] = ["fd00:198::21", "fd00:198::101"];
  await first().machine.sh(`ip -6 addr add ${own}/64 dev wan nodad`);
  await place.machine.sh(`ip -6 addr add ${theirs}/64 dev wan nodad`);
  const pid = first().openvpnPid();
  const { version } = await api.call<{ version: number }>("GET", "/api/v1/nodes/vpn1");
  await api.call("PATCH", "/api/v1/nodes/vpn1", { version, address: own });
  await until("the rollout to be over", over, { ms: 60_000, every: 250, seen: lab.said });
  expect([has(first(), "proto udp6"), has(second(), "proto udp"), first().openvpnPid() === pid]).toEqual([true, true, false]);
  await client.stop();
  const profile = readFileSync(ann.profile, "utf8").replace(/^remote .*\n/gm, "");
  const over6 = ann.profile.replace(/\.ovpn$/, "-6.ovpn");
  for (const [address, source] of [
    [first().address, /^198\.51\.100\.\d+:\d+$/],
    [own, /^fd00:198::101$/],
  ] as const) {
    writeFileSync(over6, profile.replace("nobind\n", `nobind\nremote ${address} 1194 udp\n`), { mode: 0o600 });
    client = await place.connect(over6);
    await client.up();
    expect(await client.pair()).toEqual({ ipv4: ann.ipv4, ipv6: ann.ipv6 });
    const session = await until("the portal to hear of it", async () => (await sessions()).find((one) => source.test(one.source ?? "")));
    await api.call("POST", "/api/v1/vpn-sessions/end", { node: "vpn1", clientId: session.clientId, commonName: session.commonName });
    await client.up();
    await client.stop();
  }
});

type Session = { source: string | null; clientId: number; commonName: string };
const sessions = async () => (await api.call<{ rows: Session[] }>("GET", "/api/v1/vpn-sessions?node=vpn1")).rows;
