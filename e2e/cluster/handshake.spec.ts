import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import { record, percentiles } from "../measure";
import { joinAll, offboard, onboard, receiptsOf, refusedEverywhere, setUp, type Api, type Person } from "./lab/api";
import { holdHandshake, type Hold } from "./lab/hold";
import { openLab, tellFailure, type Lab } from "./lab/lab";
import { BACKEND } from "./lab/network";
import type { LabNode } from "./lab/node";
import { startPing, type Ping } from "./lab/ping";
import type { VpnClient } from "./lab/vpn-client";

/** After which packet of the client its handshake stops. */
const PACKETS = [2, 3, 4, 5, 6];
/** Longer than the 90 s for which a node looks. */
const LOOK = 100_000;

type Stopped = { k: number; race: boolean; person: Person; node: LabNode; hold: Hold; client: VpnClient; pings: Ping[] };

let lab: Lab;
let api: Api;

test.describe.configure({ mode: "serial", timeout: 300_000 });
test.beforeAll(async () => {
  lab = await openLab({ nodes: 2, places: 2 * PACKETS.length + 1 });
  api = await setUp(lab);
  await joinAll(lab, api);
});
test.afterEach(() => tellFailure(lab));
test.afterAll(() => lab?.close());

test("way.2, I6 an offboarding in the middle of a handshake: nobody gets in, wherever it stopped, but who stays does", async () => {
  const all = await Promise.all(
    [false, true].flatMap((race, row) =>
      PACKETS.map((k, column) => stop(`held${k}${race ? "race" : ""}`, k, race, row * PACKETS.length + column)),
    ),
  );
  const innocent = await stop("innocent", 4, false, all.length);
  const asked: number[] = [];
  for (const { hold, person, race } of all) {
    await hold.held();
    asked.push(Date.now());
    await offboard(api, person.username);
    // Where it races, the rest of the handshake reaches the node together with the news, or before it.
    if (!race) await refusedEverywhere(lab, api, person.username);
    await hold.release();
  }
  await Promise.all(all.map(({ person }) => refusedEverywhere(lab, api, person.username)));
  await innocent.hold.held();
  await innocent.hold.release();
  const barriers = lab.nodes.map((node) => logOf(node).length);
  await sleep(LOOK);
  const echoes: number[] = [];
  for (const [index, { k, race, person, client, pings }] of all.entries()) {
    const what = `after packet ${k}${race ? ", racing" : ""}`;
    await Promise.all([...pings.map((ping) => ping.stop()), client.stop("SIGKILL")]);
    // A race may be lost for the time that another offboarding takes.
    const from = race ? (asked[index] ?? 0) + 3000 : 0;
    echoes.push(pings.flatMap((ping) => ping.echoes()).filter((at) => at > from).length);
    expect(echoes.at(-1), what).toBe(0);
    const since = lab.nodes.flatMap((node, at) => logOf(node).slice(barriers[at]).split("\n"));
    expect(
      since.filter((line) => line.includes("MULTI: Learn") && line.includes(person.commonName)),
      what,
    ).toEqual([]);
    expect(
      (await receiptsOf(api, person.username)).map(({ state }) => state),
      what,
    ).toEqual(["clear", "clear"]);
  }
  // The same hold and the same pings, without an offboarding.
  expect(innocent.client.ups(), innocent.client.log()).toBe(1);
  for (const ping of innocent.pings) expect(ping.echoes().length).toBeGreaterThan(500);
  record({
    id: "way.2",
    claim: "Handshakes stopped after client packet 2 to 6 while their person is offboarded, then let go on: echoes in 100 s",
    unit: "echoes",
    ...percentiles(echoes),
    bound: "none",
    ok: true,
  });
});

/** A client whose handshake will stop after packet `k`, and pings in both directions that nobody answers. */
async function stop(username: string, k: number, race: boolean, index: number): Promise<Stopped> {
  const place = lab.places[index] ?? never();
  const node = lab.nodes[index % lab.nodes.length] ?? never();
  const person = await onboard(lab, api, username);
  await lab.route(person, node);
  const hold = await holdHandshake(place, node.address, k);
  const pings = await Promise.all([startPing(place.machine, BACKEND.ipv6, 0.1), startPing(lab.network.backend, person.ipv4, 0.1)]);
  const client = await place.connect(person.profile);
  return { k, race, person, node, hold, client, pings };
}

const logOf = (node: LabNode) => node.read("live/openvpn.log") ?? "";

function never(): never {
  throw new Error("There is one for each.");
}
