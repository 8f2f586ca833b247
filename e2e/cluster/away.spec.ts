import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import { percentiles, record } from "../measure";
import { joinAll, offboard, onboard, receiptsOf, refusedEverywhere, setUp, type Api, type Person } from "./lab/api";
import { openLab, tellFailure, type Lab } from "./lab/lab";
import { BACKEND } from "./lab/network";
import { longestSilence, startPing, type Ping } from "./lab/ping";
import { until } from "./lab/until";
import type { VpnClient } from "./lab/vpn-client";

/** Longer than a waiting pull (25 s) and than several reports (10 s). */
const AWAY = 40_000;
/** An agent asks again after 10 s at most. */
const BOUND = 15_000;

let lab: Lab;
let api: Api;
let ann: Person;
let ben: Person[];
let pings: Ping[];
let client: VpnClient;

test.describe.configure({ mode: "serial", timeout: 180_000 });
test.beforeAll(async () => {
  lab = await openLab({ nodes: 2, places: 2 });
  api = await setUp(lab);
  await joinAll(lab, api);
  ann = await onboard(lab, api, "ann");
  // One profile to each node, so that a login on either is seen.
  ben = await Promise.all(lab.nodes.map((node) => onboard(lab, api, `ben.${node.name}`, node)));
});
test.afterEach(() => tellFailure(lab));
test.afterAll(() => lab?.close());

test("way.3, I8 portal and database go: who is connected stays, and who was not logs in on every node", async () => {
  const [stays, comes] = lab.places;
  if (!stays || !comes) throw new Error("There are two.");
  client = await stays.connect(ann.profile);
  await lab.route(ann, lab.nodeAt(await client.up()));
  pings = await Promise.all([startPing(stays.machine, BACKEND.ipv4, 0.05), startPing(lab.network.backend, ann.ipv6, 0.05)]);
  await until("both pings to be answered", () => pings.every((ping) => ping.echoes().length > 5));

  const { url } = lab.portal();
  await lab.stopPortal();
  const gone = Date.now();
  await expect(fetch(`${url}/api/health`)).rejects.toThrow();
  for (const person of ben) {
    const one = await comes.connect(person.profile);
    await one.up();
    await one.stop();
  }
  await sleep(Math.max(0, gone + AWAY - Date.now()));
  expect(client.ups(), client.log()).toBe(1);
  expect(Math.max(...pings.map((ping) => longestSilence([...ping.echoes(), Date.now()]))), "ms without an echo").toBeLessThan(1000);
  for (const node of lab.nodes) expect((await node.status()).openvpnRunning).toBe(true);
});

test("way.3, I7, I8 an agent that is killed and an OpenVPN that is killed meanwhile come back from what is on the node's disk", async () => {
  const node = lab.nodeAt(client.node());
  const openvpn = node.openvpnPid();
  await node.agent().signal("SIGKILL");
  await node.agent().exited;
  await node.run();
  await until("the agent to run", async () => (await node.status()).agentRunning);
  expect(node.openvpnPid(), "OpenVPN is the same").toBe(openvpn);
  await node.machine.sh(`kill -9 ${openvpn}`);
  await client.up(60_000);
  expect(await client.pair()).toEqual({ ipv4: ann.ipv4, ipv6: ann.ipv6 });
});

test("way.3 portal and database come back: the agents catch up by themselves, and an offboarding reaches every node", async () => {
  const now = lab.nodeAt(client.node());
  await lab.route(ann, now);
  await until("both pings to be answered again", () => pings.every((ping) => ping.last() > Date.now() - 300));
  await lab.startAgain();
  const back = Date.now();
  await offboard(api, "ann");
  await refusedEverywhere(lab, api, "ann", 30_000);
  const took = (await receiptsOf(api, "ann")).map(({ refusedAt }) => new Date(refusedAt ?? NaN).getTime() - back);
  await sleep(3000);
  await Promise.all([...pings.map((ping) => ping.stop()), client.stop("SIGKILL")]);
  const last = Math.max(...pings.map((ping) => ping.last()));
  const found = percentiles(took);
  expect(last - back, "ms from the portal's return to the last echo").toBeLessThan(found.max + 500);
  const ok = found.max < BOUND;
  record({
    id: "way.3",
    claim: `Portal and database away for more than ${AWAY / 1000} s, clients stay and log in; from their return until a node refuses somebody who is offboarded then`,
    unit: "ms",
    ...found,
    bound: `< ${BOUND} ms on each node`,
    ok,
  });
  expect(ok, JSON.stringify(found)).toBe(true);
  const next = await onboard(lab, api, "cat");
  const again = await lab.places[1]?.connect(next.profile);
  await again?.up();
  await again?.stop();
});
