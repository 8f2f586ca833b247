import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import type { UserReceipts } from "../../lib/nodes/read-receipts";
import { percentiles, record } from "../measure";
import { joinAll, onboard, receiptsOf, refusedEverywhere, setUp, type Api, type Person } from "./lab/api";
import { openLab, tellFailure, type Lab } from "./lab/lab";
import { BACKEND } from "./lab/network";
import { longestSilence, startPing, type Ping } from "./lab/ping";
import { renew } from "./lab/renew";
import { until } from "./lab/until";
import type { VpnClient } from "./lab/vpn-client";

/** A late echo would still be seen for this long after the request. */
const LOOK = 3500;
let lab: Lab;
let api: Api;
type Connected = { person: Person; client: VpnClient; deaf: boolean; pings: Ping[] };
const connected: Connected[] = [];

test.describe.configure({ mode: "serial", timeout: 300_000 });
test.beforeAll(async () => {
  lab = await openLab({ nodes: 2, places: 2 });
  api = await setUp(lab);
  await joinAll(lab, api);
});
test.afterEach(() => tellFailure(lab));
test.afterAll(() => lab?.close());

const suspend = (one: Connected) => api.call("POST", `/api/v1/users/${one.person.username}/suspend`);
const resume = (one: Connected) => api.call("POST", `/api/v1/users/${one.person.username}/resume`);

/** Pings both ways, one family each, through the node that the client is on. */
async function pingsOf({ person, client }: Pick<Connected, "person" | "client">, place: number): Promise<Ping[]> {
  await lab.route(person, lab.nodeAt(client.node()));
  const machine = lab.places[place]?.machine;
  if (!machine) throw new Error("There is a place for each kind.");
  const pings = await Promise.all([startPing(machine, BACKEND.ipv6, 0.05), startPing(lab.network.backend, person.ipv4, 0.05)]);
  await until(`${person.username} to be answered`, () => pings.every((ping) => ping.echoes().length > 5), { seen: client.log });
  return pings;
}

test("I6 a suspension cuts off a normal client and one that hears no control packet, on both nodes", async () => {
  for (const [index, deaf] of [false, true].entries()) {
    const place = lab.places[index];
    if (!place) throw new Error("There is a place for each kind.");
    const person = await onboard(lab, api, deaf ? "deaf" : "normal");
    const client = await place.connect(person.profile);
    await client.up();
    connected.push({ person, client, deaf, pings: await pingsOf({ person, client }, index) });
    if (deaf) await place.deafen(true);
  }
  const took: number[] = [];
  for (const one of connected) {
    const sent = Date.now();
    await suspend(one);
    await refusedEverywhere(lab, api, one.person.username);
    await sleep(LOOK);
    const last = Math.max(...one.pings.map((ping) => ping.last())) - sent;
    expect(last, "it was answered up to the request").toBeGreaterThan(-200);
    took.push(Math.max(0, last));
    await Promise.all(one.pings.map((ping) => ping.stop()));
  }
  const found = percentiles(took);
  record({
    id: "way.suspend",
    claim: "From the sending of the suspension to the last echo of a normal and of a deaf client, pinged every 50 ms in both directions",
    unit: "ms",
    ...found,
    bound: "each < 3000 ms",
    ok: found.max < 3000,
  });
  expect(found.max).toBeLessThan(3000);
  // Nothing was revoked.
  for (const node of lab.nodes) expect(node.read("live/ccd/normal.laptop.1")).toBeNull();
  const crls = await Promise.all(lab.nodes.map((node) => node.read("live/openvpn.log") ?? ""));
  expect(crls.join("")).not.toContain("certificate revoked");
});

test("I1, I6 a resumption in the middle of the nodes' 90 s lets the same files in, with the same pairs, and nothing kills them after", async () => {
  const [normal, deaf] = connected;
  if (!normal || !deaf) throw new Error("Both are connected.");
  const ups = normal.client.ups();
  await until("the normal client to be turned away", () => normal.client.log().includes("AUTH_FAILED"), {
    ms: 30_000,
    seen: normal.client.log,
  });
  expect(normal.client.ups()).toBe(ups);
  await lab.places[1]?.deafen(false);
  for (const [index, one] of connected.entries()) {
    await resume(one);
    // The process that was cut off comes back by itself: nobody touched the file.
    await one.client.up(90_000);
    expect(await one.client.pair()).toEqual({ ipv4: one.person.ipv4, ipv6: one.person.ipv6 });
    one.pings = await pingsOf(one, index);
  }
  const back = connected.map((one) => one.client.ups());
  await sleep(100_000);
  expect(connected.map((one) => one.client.ups())).toEqual(back);
  for (const one of connected) {
    for (const ping of one.pings) expect(longestSilence(ping.echoes())).toBeLessThan(2000);
    await Promise.all(one.pings.map((ping) => ping.stop()));
    const { receipts } = await api.call<{ receipts: UserReceipts }>("GET", `/api/v1/users/${one.person.username}`);
    expect(receipts).toMatchObject({ cause: "suspended", endRevision: expect.any(String) });
    expect(receipts.nodes.every(({ state }) => state === "refused")).toBe(true);
  }
});

test("I6 a second suspension has receipts of its own, which become clear although the client goes on knocking", async () => {
  const [normal, deaf] = connected;
  if (!normal || !deaf) throw new Error("Both are connected.");
  await deaf.client.stop();
  const knocks = () => normal.client.log().split("AUTH_FAILED").length;
  const before = knocks();
  await suspend(normal);
  await until(
    "both nodes to be clear",
    async () => (await receiptsOf(api, normal.person.username)).filter(({ state }) => state === "clear").length === 2,
    { ms: 130_000, every: 500, seen: lab.said },
  );
  expect(knocks()).toBeGreaterThan(before);
  const { receipts } = await api.call<{ receipts: UserReceipts }>("GET", `/api/v1/users/${normal.person.username}`);
  expect(receipts.earlier).toMatchObject([{ cause: "suspended", nodes: 2, refused: 2 }]);
  await resume(normal);
  await normal.client.up(90_000);
  expect(await normal.client.pair()).toEqual({ ipv4: normal.person.ipv4, ipv6: normal.person.ipv6 });
  await normal.client.stop();
});

test("I1, I6 a renewal has the same pair beside the old profile, which dies when the new one is first seen", async () => {
  const old = await onboard(lab, api, "renewed");
  const [here, there] = lab.places;
  const first = await here?.connect(old.profile);
  if (!first || !there) throw new Error("There are two places.");
  await first.up();
  const next = await renew(lab, api, old, 2);
  expect({ ipv4: next.ipv4, ipv6: next.ipv6 }).toEqual({ ipv4: old.ipv4, ipv6: old.ipv6 });
  await sleep(3000);
  expect(first.ups()).toBe(1);
  const second = await there.connect(next.profile);
  await second.up();
  await until(
    "both nodes to refuse the old one",
    async () => {
      const { receipts } = await api.call<{ receipts: UserReceipts }>("GET", "/api/v1/users/renewed");
      return receipts.cause === "superseded" && receipts.nodes.length === 2 && receipts.nodes.every(({ state }) => state !== "waiting");
    },
    { ms: 30_000, every: 200, seen: lab.said },
  );
  const refusals = () =>
    lab.nodes.reduce((sum, node) => sum + (node.read("live/openvpn.log") ?? "").split("certificate revoked").length - 1, 0);
  await until("the old profile to be refused", () => refusals() > 0, { ms: 60_000, seen: first.log });
  await first.stop();
  const [ups, pings] = [second.ups(), await pingsOf({ person: next, client: second }, 1)];
  await sleep(10_000);
  expect(second.ups()).toBe(ups);
  for (const ping of pings) expect(longestSilence(ping.echoes())).toBeLessThan(2000);
  expect(await second.pair()).toEqual({ ipv4: old.ipv4, ipv6: old.ipv6 });
  await Promise.all([...pings.map((ping) => ping.stop()), second.stop()]);
});
