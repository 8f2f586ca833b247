import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import type { PoolFacts } from "../../lib/addresses/read-pools";
import { allUp, joinAll, offboard, onboard, setUp, type Api, type Person } from "./lab/api";
import { openLab, tellFailure, type Lab } from "./lab/lab";
import { BACKEND } from "./lab/network";
import type { LabNode } from "./lab/node";
import { countEchoes } from "./lab/ping";
import { until } from "./lab/until";
import type { Place, VpnClient } from "./lab/vpn-client";

type Connected = { person: Person; client: VpnClient; place: Place };

let lab: Lab;
let api: Api;
const everybody: Connected[] = [];

test.describe.configure({ mode: "serial", timeout: 240_000 });
test.beforeAll(async () => {
  test.setTimeout(240_000);
  lab = await openLab({ nodes: 2, places: 3 });
  api = await setUp(lab, "net30");
  await joinAll(lab, api);
});
test.afterEach(() => tellFailure(lab));
test.afterAll(() => lab?.close());

test("cluster.1 I1 in net30 a device has the same /30 and IPv6 address on every node, and reaches node, company and each other in both families", async () => {
  const ann = await connect("ann", 0, nodeAt(0));
  const bea = await connect("bea", 1, nodeAt(0));
  expect(ann.person.ipv4.split(".")[3]).toBe("6");
  expect(bea.person.ipv4.split(".")[3]).toBe("10");
  expect(await deviceOf(ann)).toMatch(/ inet \S+\.6 peer \S+\.5\/32 /);
  // Each end's gateway is the other end of the tunnel (fact 47): nobody was told one.
  expect(await ann.place.machine.sh("ip route show 10.20.0.0/24")).toMatch(/via \S+\.0\.5 dev/);
  expect(await nodeAt(0).machine.sh("ip route show dev tun0")).toMatch(/^10\.8\.0\.0\/20 via \S+\.0\.2 /m);
  for (const one of [ann, bea]) await reachesAll(one, nodeAt(0));
  await reach(ann.place, [bea.person.ipv4, bea.person.ipv6]);
  await reach(bea.place, [ann.person.ipv4, ann.person.ipv6]);

  await ann.client.stop();
  const profile = leadingTo(ann.person, nodeAt(0), nodeAt(1));
  await lab.route(ann.person, nodeAt(1));
  ann.client = await ann.place.connect(profile);
  expect(await ann.client.up()).toBe(nodeAt(1).address);
  await reachesAll(ann, nodeAt(1));
  await noFaults();
});

test("I1, I7 in net30 a second range: who was there keeps the pair, and its devices reach everybody in both families", async () => {
  const pids = lab.nodes.map((one) => one.openvpnPid());
  await api.call("POST", "/api/v1/addresses/pools", { ipv4: "10.112.0.0/28", ipv6: "fd7a:6ca6:e640:8070::/64" });
  await until("OpenVPN to have started again on both nodes", () => lab.nodes.every((one, i) => (one.openvpnPid() ?? pids[i]) !== pids[i]), {
    ms: 120_000,
    seen: lab.said,
  });
  await allUp(lab);
  for (const one of everybody) await one.client.up(60_000);
  const [first] = (await api.call<{ pools: PoolFacts[] }>("GET", "/api/v1/addresses/pools")).pools;
  const { rows } = await api.call<{ rows: { ipv4: string }[] }>("GET", `/api/v1/addresses?state=free&pool=${first?.id}`);
  await api.call("POST", "/api/v1/addresses/reserved", { first: rows[0]?.ipv4, last: lastOf(first?.ipv4 ?? ""), note: "kept" });
  const cleo = await connect("cleo", 2, nodeAt(0));
  expect([cleo.person.ipv4, cleo.person.ipv6]).toEqual(["10.112.0.6", "fd7a:6ca6:e640:8070::a70:6"]);
  const bea = everybody.find(({ person }) => person.username === "bea") ?? never();
  for (const one of [bea, cleo]) {
    await reachesAll(one, nodeAt(0));
    expect(one.client.log(), one.person.username).not.toMatch(/route add command failed|Network is unreachable.*route|AUTH_FAILED/);
  }
  await reach(cleo.place, [bea.person.ipv4, bea.person.ipv6]);
  await reach(bea.place, [cleo.person.ipv4, cleo.person.ipv6]);
  await noFaults();
});

test("I6 in net30 somebody who is offboarded is cut off, and stays so", async () => {
  const bea = everybody.find(({ person }) => person.username === "bea") ?? never();
  await offboard(api, "bea");
  await until("bea to reach nobody", async () => (await countEchoes(bea.place.machine, BACKEND.ipv4, 1)) === 0, {
    ms: 15_000,
    seen: lab.said,
  });
  expect(await countEchoes(bea.place.machine, BACKEND.ipv6, 1)).toBe(0);
});

const nodeAt = (at: number): LabNode => lab.nodes[at] ?? never();

async function connect(username: string, place: number, node: LabNode): Promise<Connected> {
  const person = await onboard(lab, api, username, node);
  await lab.route(person, node);
  const at = lab.places[place] ?? never();
  const client = await at.connect(person.profile);
  await client.up();
  const one = { person, client, place: at };
  everybody.push(one);
  return one;
}

async function reachesAll({ person, client, place }: Connected, node: LabNode): Promise<void> {
  expect(await client.pair()).toEqual({ ipv4: person.ipv4, ipv6: person.ipv6 });
  const conf = node.read("live/server.conf") ?? "";
  const own = [/^ifconfig (\S+) /m.exec(conf)?.[1] ?? "", /^ifconfig-ipv6 ([^/]+)\//m.exec(conf)?.[1] ?? ""];
  await reach(place, [...own, BACKEND.ipv4, BACKEND.ipv6]);
  for (const address of [person.ipv4, person.ipv6])
    expect(await countEchoes(lab.network.backend, address), `from the backend to ${person.username} at ${address}`).toBeGreaterThan(0);
}

async function reach(place: Place, addresses: string[]): Promise<void> {
  for (const address of addresses)
    expect(await countEchoes(place.machine, address), `${place.machine.name} to ${address}`).toBeGreaterThan(0);
}

/** The same profile as it would be with another remote. */
function leadingTo(person: Person, from: LabNode, to: LabNode): string {
  const file = person.profile.replace(/\.ovpn$/, `-${to.name}.ovpn`);
  writeFileSync(file, readFileSync(person.profile, "utf8").replace(`remote ${from.address} `, `remote ${to.address} `), { mode: 0o600 });
  return file;
}

async function deviceOf({ client, place }: Connected): Promise<string> {
  const device = [...client.log().matchAll(/TUN\/TAP device (\S+) opened/g)].at(-1)?.[1] ?? "";
  return place.machine.sh(`ip -o addr show dev ${device} scope global`);
}

async function noFaults(): Promise<void> {
  for (const one of lab.nodes) expect((await one.status()).faults, one.name).toEqual([]);
}

/** The last address of an IPv4 range. */
function lastOf(cidr: string): string {
  const [base = "", bits] = cidr.split("/");
  const number = base.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0) + 2 ** (32 - Number(bits)) - 1;
  return [number >>> 24, (number >>> 16) & 255, (number >>> 8) & 255, number & 255].join(".");
}

function never(): never {
  throw new Error("There is one for each.");
}
