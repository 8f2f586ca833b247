import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import { FRR_ROOM, neighbors, startFrr } from "../../cluster/frr";
import { joinAll, onboard, setUp, type Api, type Person } from "./lab/api";
import { openLab, tellFailure, type Lab } from "./lab/lab";
import type { LabNode } from "./lab/node";
import { countEchoes } from "./lab/ping";
import { until } from "./lab/until";

const BEFORE = "frr defaults traditional\nhostname before\n";
/** The company's router, the bridge that all nodes are plugged into, with the timers that the nodes have. */
const CORE = `interface core
 ip ospf area 0.0.0.0
 ip ospf authentication message-digest
 ip ospf message-digest-key 7 md5 harbour-key
 ip ospf hello-interval 1
 ip ospf dead-interval 4
 ipv6 ospf6 area 0.0.0.0
 ipv6 ospf6 authentication key-id 7 hash-algo hmac-sha-256 key harbour-key
 ipv6 ospf6 hello-interval 1
 ipv6 ospf6 dead-interval 4
exit
router ospf
 ospf router-id 10.20.0.10
 timers throttle lsa all 0
 timers lsa min-arrival 0
 timers throttle spf 0 20 200
exit
router ospf6
 ospf6 router-id 10.20.0.10
 timers lsa min-arrival 0
 timers throttle spf 0 20 200
exit
`;
const OSPF = { protocol: "ospf", area: "0", helloSeconds: 1, deadSeconds: 4, keyId: 7, ospfKey: "harbour-key" };

let lab: Lab;
let api: Api;
let ann: Person;

test.describe.configure({ mode: "serial", timeout: 180_000 });
test.beforeAll(async () => {
  lab = await openLab({ nodes: 2, places: 1 });
  for (const { machine } of [...lab.nodes, { machine: lab.network.backend }]) await machine.sh(FRR_ROOM);
  for (const { machine } of lab.nodes) await machine.sh(`printf '${BEFORE}' > /etc/frr/frr.conf`);
  await startFrr(lab.network.backend, "ospf", CORE);
  api = await setUp(lab);
  await joinAll(lab, api);
  ann = await onboard(lab, api, "ann");
});
test.afterEach(() => tellFailure(lab));
test.afterAll(() => lab?.close());

test("cluster.1 routing is refused before anything goes out while a node has no place in it, and FRR is left alone", async () => {
  await expect(change(OSPF)).rejects.toThrow(/vpn1/);
  for (const node of lab.nodes) {
    const { version } = await api.call<{ node: { version: number } } & { version: number }>("GET", `/api/v1/nodes/${node.name}`);
    await api.call("PATCH", `/api/v1/nodes/${node.name}`, { version, coreInterface: "core", routerId: node.inside.ipv4 });
  }
  for (const node of lab.nodes) expect(await stored(node)).toBe(BEFORE);
});

test("cluster.1 a node says that FRR's daemons are away, and loads its configuration when they are there", async () => {
  await change(OSPF);
  for (const node of lab.nodes)
    await until("the fault", async () => (await node.status()).faults.some(({ code }) => code === "routing-stopped"), { seen: node.log });
  for (const node of lab.nodes) await startFrr(node.machine, "ospf");
  for (const node of lab.nodes)
    await until("no fault", async () => (await node.status()).faults.length === 0 && (await stored(node)).includes("Homeport"), {
      seen: node.log,
    });
  await until(
    "the core to speak with both",
    async () => {
      const found = await neighbors(lab.network.backend, "ospf");
      return found.ipv4 === 2 && found.ipv6 === 2;
    },
    { ms: 30_000, every: 200, seen: lab.said },
  );
  expect(await lab.nodes[0]?.machine.sh("stat -c '%U %a' /etc/frr/frr.conf")).toBe("frr 640\n");
});

test("cluster.1 the company reaches a device on whichever node it is, by the routes that OSPF and OSPFv3 brought", async () => {
  const [place] = lab.places;
  for (const node of lab.nodes) {
    await place?.block(lab.nodes.filter((one) => one !== node).map(({ address }) => address));
    const client = await place?.connect(ann.profile);
    expect(await client?.up()).toBe(node.address);
    const up = Date.now();
    await until("both routes in the core", async () => (await coreRoutes()).length === 2, { every: 10, seen: lab.said });
    const took = Date.now() - up;
    expect(await coreRoutes(), "one next hop each, the node").toEqual([
      expect.stringContaining(`${ann.ipv4} nhid`),
      expect.stringContaining(`${ann.ipv6} nhid`),
    ]);
    expect((await coreRoutes())[0]).toContain(`via ${node.inside.ipv4} dev core`);
    expect(took, "ms from up to both routes in the core").toBeLessThan(1000);
    for (const address of [ann.ipv4, ann.ipv6]) expect(await countEchoes(lab.network.backend, address)).toBeGreaterThan(0);
    await client?.stop();
    await until("the core to forget it", async () => (await coreRoutes()).length === 0, { ms: 3000, seen: lab.said });
  }
  await place?.block([]);
});

test("what somebody changes in FRR by hand is put back", async () => {
  const node = lab.nodes[0] ?? never();
  await node.machine.sh("vtysh -c 'configure' -c 'router ospf' -c 'redistribute connected'");
  await until("the fault", async () => (await node.status()).faults.some(({ code }) => code === "config-edited"), {
    ms: 45_000,
    seen: node.log,
  });
  expect(await node.machine.sh("vtysh -c 'show running-config'")).not.toContain("redistribute connected");
});

test("a key that changes goes to FRR without a gap where both sides change it, and routing that is switched off leaves FRR as it was", async () => {
  await change({ ...OSPF, ospfKey: "another-key" });
  for (const node of lab.nodes)
    await until("the new key", async () => (await running(node)).includes("md5 another-key"), { seen: node.log });
  await change({ protocol: "none" });
  for (const node of lab.nodes) {
    await until("what stood there before", async () => (await stored(node)) === BEFORE, { seen: node.log });
    await until("nothing to be announced", async () => !(await running(node)).includes("router ospf"), { seen: node.log });
  }
  await sleep(1500);
  for (const node of lab.nodes)
    expect((await node.status()).faults.map(({ code }) => code).filter((code) => code !== "config-edited")).toEqual([]);
});

async function change(wish: object): Promise<unknown> {
  const { version } = await api.call<{ version: number }>("GET", "/api/v1/routing");
  return api.call("PUT", "/api/v1/routing", { version, ...wish });
}

const stored = (node: LabNode) => node.machine.sh("cat /etc/frr/frr.conf");
const running = (node: LabNode) => node.machine.sh("vtysh -c 'show running-config'");

/** What the core has of the device, IPv4 first. */
async function coreRoutes(): Promise<string[]> {
  const shown = await lab.network.backend.sh(`ip -4 route show ${ann.ipv4} proto ospf; ip -6 route show ${ann.ipv6} proto ospf`);
  return shown.split("\n").filter((line) => line.trim() !== "");
}

function never(): never {
  throw new Error("There is one.");
}
