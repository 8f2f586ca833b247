import { expect, test } from "@playwright/test";
import type { PoolPreview } from "../../lib/lifecycle/preview-pool";
import type { PoolFacts } from "../../lib/addresses/read-pools";
import { allUp, joinAll, onboard, setUp, type Api, type Person } from "./lab/api";
import { openLab, tellFailure, type Lab } from "./lab/lab";
import { BACKEND } from "./lab/network";
import { countEchoes } from "./lab/ping";
import { until } from "./lab/until";
import type { Place, VpnClient } from "./lab/vpn-client";

type Connected = { person: Person; client: VpnClient; place: Place };

let lab: Lab;
let api: Api;
let ann: Connected;
let own: { ipv4: string; ipv6: string };
const everybody: Connected[] = [];

test.describe.configure({ mode: "serial", timeout: 240_000 });
test.beforeAll(async () => {
  lab = await openLab({ nodes: 2, places: 3 });
  api = await setUp(lab);
  await joinAll(lab, api);
  ann = await connect("ann", 0);
  const [pool] = await pools();
  const base = pool?.ipv4.split("/")[0]?.split(".").slice(0, 3).join(".") ?? "";
  own = { ipv4: `${base}.1`, ipv6: /^ifconfig-ipv6 (\S+)\//m.exec(node().read("live/server.conf") ?? "")?.[1] ?? "" };
});
test.afterEach(() => tellFailure(lab));
test.afterAll(() => lab?.close());

test("I1, I7 a wider range: every node starts OpenVPN again and says so before, who was there keeps the pair, who comes has one of the new part", async () => {
  await reachesAll(ann);
  const [pool] = await pools();
  if (!pool) throw new Error("no pool");
  const [base, bits] = pool.ipv4.split("/");
  const wider = `${base}/${Number(bits) - 1}`;
  const preview = await api.call<PoolPreview>("POST", "/api/v1/addresses/pools/preview", { id: pool.id, ipv4: wider });
  expect(preview).toMatchObject({ kind: "wider", problem: null, nodes: [{ name: "vpn1" }, { name: "vpn2" }] });
  await reserveTheRest();
  const pids = lab.nodes.map((one) => one.openvpnPid());
  await api.call("PATCH", `/api/v1/addresses/pools/${pool.id}`, { ipv4: wider, version: pool.version });
  await restarted(pids);
  await backAgain(ann);
  const bea = await connect("bea", 1);
  expect(Number(bea.person.ipv4.split(".")[3]) + 256 * Number(bea.person.ipv4.split(".")[2])).toBeGreaterThanOrEqual(
    2 ** (32 - Number(bits)) - 1,
  );
  for (const one of everybody) await reachesAll(one);
  await reach(bea.place, [ann.person.ipv4, ann.person.ipv6]);
  await noFaults();
});

test("I1, I7 a second range: who was there keeps the pair, and its devices reach node, company and each other in both families", async () => {
  const ranges = { ipv4: "10.112.0.0/16", ipv6: "fd7a:6ca6:e640:8070::/64" };
  const preview = await api.call<PoolPreview>("POST", "/api/v1/addresses/pools/preview", ranges);
  expect(preview).toMatchObject({ kind: "further", problem: null, nodes: [{ name: "vpn1" }, { name: "vpn2" }] });
  const pids = lab.nodes.map((one) => one.openvpnPid());
  await api.call("POST", "/api/v1/addresses/pools", ranges);
  await reserveTheRest(0);
  await restarted(pids);
  for (const one of everybody) await backAgain(one);
  const cleo = await connect("cleo", 2);
  expect(cleo.person.ipv4).toBe("10.112.0.2");
  expect(cleo.person.ipv6).toBe("fd7a:6ca6:e640:8070::a70:2");
  // Who is of the first range learns of the second one, and the other way about.
  for (const one of everybody) {
    await reachesAll(one);
    for (const other of everybody) await reach(one.place, [other.person.ipv4, other.person.ipv6]);
    expect(one.client.log(), one.person.username).not.toMatch(/route add command failed|Network is unreachable.*route|AUTH_FAILED/);
  }
  await noFaults();
});

test("I6 somebody of the second range who is offboarded is cut off like any other", async () => {
  const cleo = everybody.find(({ person }) => person.username === "cleo") ?? never();
  await api.call("POST", "/api/v1/users/cleo/offboard", { confirm: "cleo" });
  await until("cleo to reach nobody", async () => (await countEchoes(cleo.place.machine, BACKEND.ipv4, 1)) === 0, {
    ms: 15_000,
    seen: lab.said,
  });
  expect(await countEchoes(cleo.place.machine, BACKEND.ipv6, 1)).toBe(0);
  await reachesAll(ann);
});

const node = () => lab.nodes[0] ?? never();
const pools = async () => (await api.call<{ pools: PoolFacts[] }>("GET", "/api/v1/addresses/pools")).pools;

async function connect(username: string, place: number): Promise<Connected> {
  const person = await onboard(lab, api, username, node());
  await lab.route(person, node());
  const at = lab.places[place] ?? never();
  const client = await at.connect(person.profile);
  await client.up();
  const one = { person, client, place: at };
  everybody.push(one);
  return one;
}

/** What is free of a pool is kept from new devices, as an admin would keep a range. */
async function reserveTheRest(of = 0): Promise<void> {
  const pool = (await pools())[of] ?? never();
  const { rows } = await api.call<{ rows: { ipv4: string }[] }>("GET", `/api/v1/addresses?state=free&pool=${pool.id}`);
  const [base = "", bits] = pool.ipv4.split("/");
  const number = base.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0) + 2 ** (32 - Number(bits)) - 2;
  const last = [number >>> 24, (number >>> 16) & 255, (number >>> 8) & 255, number & 255].join(".");
  await api.call("POST", "/api/v1/addresses/reserved", { first: rows[0]?.ipv4, last, note: "kept" });
}

async function restarted(pids: (number | null)[]): Promise<void> {
  await until(
    "OpenVPN to have started again on both nodes",
    () => lab.nodes.every((one, i) => one.openvpnPid() !== null && one.openvpnPid() !== pids[i]),
    { ms: 30_000, seen: lab.said },
  );
  await allUp(lab);
}

/** The client finds the way back by itself, with the pair that it had. */
async function backAgain({ client, person }: Connected): Promise<void> {
  await client.up(60_000);
  expect(await client.pair()).toEqual({ ipv4: person.ipv4, ipv6: person.ipv6 });
}

async function reachesAll({ person, client, place }: Connected): Promise<void> {
  expect(await client.pair()).toEqual({ ipv4: person.ipv4, ipv6: person.ipv6 });
  await reach(place, [own.ipv4, own.ipv6, BACKEND.ipv4, BACKEND.ipv6]);
  for (const address of [person.ipv4, person.ipv6])
    expect(await countEchoes(lab.network.backend, address), `from the backend to ${person.username} at ${address}`).toBeGreaterThan(0);
}

async function reach(place: Place, addresses: string[]): Promise<void> {
  for (const address of addresses)
    expect(await countEchoes(place.machine, address), `${place.machine.name} to ${address}`).toBeGreaterThan(0);
}

async function noFaults(): Promise<void> {
  for (const one of lab.nodes) expect((await one.status()).faults, one.name).toEqual([]);
}

function never(): never {
  throw new Error("There is one for each.");
}
