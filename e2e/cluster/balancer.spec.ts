import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import { rounds } from "../measure";
import { openBehind, VIP, type BalancedLab } from "./lab/behind";
import { tellFailure, type Lab } from "./lab/lab";
import { BACKEND } from "./lab/network";
import type { LabNode } from "./lab/node";
import { longestSilence, startPing } from "./lab/ping";
import { until } from "./lab/until";
import { measured } from "./lab/measured";
import { connectOnBoth, crash } from "./lab/on-both-nodes";

const ROUNDS = rounds(1, 10);
/** Three misses, one a second, and what a client takes to see that nobody hears it (keepalive 3 10). */
const BACK = 30_000;

let on: BalancedLab;
let lab: Lab;

test.describe.configure({ mode: "serial", timeout: 240_000 });
test.beforeAll(async () => {
  test.setTimeout(240_000);
  on = await openBehind(4);
  lab = on.lab;
});
test.afterEach(() => {
  const { status, expectedStatus } = test.info();
  if (status !== expectedStatus) console.log(on?.balancer.log().slice(-4000));
  tellFailure(lab);
});
test.afterAll(() => on?.close());

const openvpnLog = (node: LabNode) => readFileSync(`${node.machine.root}/var/lib/homeport/live/openvpn.log`, "utf8");

test("a machine becomes the balancer by its join command, finds its nodes, and lacks nothing", async () => {
  await on.upIn(["vpn1", "vpn2", "vpn3"]);
  const checked = await on.balancer.ask("check", "--json");
  expect(checked.code, checked.stdout).toBe(0);
  const said = await on.balancer.status();
  expect(said.backends).toEqual(["vpn1", "vpn2", "vpn3"].map((node) => expect.objectContaining({ node, up: true, inMap: true })));
  expect(said.faults).toEqual([]);
  const words = (await on.balancer.ask("status")).stdout;
  expect(words).toContain("vpn3 (tcp 10.1.0.23 port 443) answers since");
  const told = await on.api.call<{ backends: object[]; agentVersion: string; silent: boolean }>("GET", "/api/v1/balancers/lb1");
  expect(told).toMatchObject({ silent: false, backends: [{ node: "vpn1", up: true }, { up: true }, { up: true }] });
  expect(said.map).toBe(true);
});

test("a probe over UDP leaves nothing on the node: no session, no client, no half-open handshake", async () => {
  const node = on.node("vpn1");
  const before = openvpnLog(node);
  await sleep(3000);
  const more = openvpnLog(node).slice(before.length);
  expect(more.match(/using tls-crypt-v2 key/g)?.length ?? 0, more).toBeGreaterThan(1);
  expect(more).not.toMatch(/TLS: Initial packet|UNDEF|TLS Error|MULTI: multi_create/);
  expect((await node.status()).vpnSessions).toEqual([]);
});

test("cluster.3 clients spread over the nodes with their own addresses; a crash moves the dead node's clients, and nobody else", async () => {
  const connected = await connectOnBoth(on, "spread");
  expect(new Set(connected.map(({ node }) => node.name))).toEqual(new Set(["vpn1", "vpn2"]));
  for (const { node, place, person } of connected) {
    const source = (await place.machine.sh("ip -4 -o addr show dev wan")).match(/inet ([\d.]+)/)?.[1] ?? "";
    const { sessions } = await on.api.call<{ sessions: { commonName: string; source: string }[] }>("GET", `/api/v1/nodes/${node.name}`);
    expect(sessions.find(({ commonName }) => commonName === person.commonName)?.source, "the client's own address").toContain(source);
  }
  const silences: number[] = [];
  const outages: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const victim = on.node(round % 2 ? "vpn2" : "vpn1");
    const stay = connected.filter(({ node }) => node !== victim);
    const move = connected.filter(({ node }) => node === victim);
    const pings = await Promise.all(stay.map(({ place }) => startPing(place.machine, BACKEND.ipv4, 0.05)));
    const upsBefore = stay.map(({ client }) => client.ups());
    await until("the pings to be answered", () => pings.every((ping) => ping.echoes().length > 5));
    const began = Date.now();
    await crash(victim);
    await on.upIn(["vpn1", "vpn2", "vpn3"].filter((name) => name !== victim.name));
    silences.push(Date.now() - began);
    for (const one of move) {
      await one.client.up(BACK);
      outages.push(Date.now() - began);
      one.node = await until("a node to have it", () => on.nodeOf(one.person), { every: 100, seen: one.client.log });
      expect(one.node.name).not.toBe(victim.name);
      await lab.route(one.person, one.node);
    }
    expect(stay.map(({ client }) => client.ups())).toEqual(upsBefore);
    await Promise.all(pings.map((ping) => ping.stop()));
    for (const ping of pings) expect(longestSilence(ping.echoes()), "ms without an echo on the other node").toBeLessThan(1000);
    await victim.run();
    await on.upIn(["vpn1", "vpn2", "vpn3"], 20_000);
    // One hit is in: and who moved stays where it is now.
    await sleep(1000);
    expect(stay.map(({ client }) => client.ups())).toEqual(upsBefore);
    if (round + 1 === ROUNDS) break;
    // The next victim gets clients of its own again.
    await Promise.all(connected.map(({ client }) => client.stop()));
    connected.splice(0, connected.length, ...(await connectOnBoth(on, `again${round}x`)));
  }
  await Promise.all(connected.map(({ client }) => client.stop()));
  measured("cluster.3.balancer-out", "A node's OpenVPN is killed: until the balancer sends nobody there any more", silences, 6000);
  measured("cluster.3.balancer-crash", "A node behind the balancer is killed: until each of its clients is up on another", outages, BACK);
});

test("cluster.3 a drained node's clients move on in seconds, and those of the others stay", async () => {
  const connected = await connectOnBoth(on, "drained");
  const victim = on.node("vpn1");
  const began = Date.now();
  await on.api.call("POST", "/api/v1/nodes/vpn1/drain", {});
  await on.upIn(["vpn2", "vpn3"], 5000);
  const took: number[] = [];
  for (const one of connected.filter(({ node }) => node === victim)) {
    await one.client.up(BACK);
    took.push(Date.now() - began);
    expect((await until("a node to have it", () => on.nodeOf(one.person), { every: 100 })).name).toBe("vpn2");
  }
  for (const one of connected.filter(({ node }) => node !== victim)) expect(one.client.ups()).toBe(1);
  await Promise.all(connected.map(({ client }) => client.stop()));
  await on.api.call("POST", "/api/v1/nodes/vpn1/put-back", {});
  await on.upIn(["vpn1", "vpn2", "vpn3"], 20_000);
  measured("cluster.3.balancer-drain", "A node behind the balancer is drained: until each of its clients is up on another", took, 12_000);
});

test("cluster.3 with the portal away the balancer goes on: an unplugged node leaves and comes back, also after a new start, and people log in", async () => {
  const person = await on.onboard("away", "udp");
  await lab.stopPortal();
  const cable = (script: string) => on.node("vpn2").machine.sh(`ip link set wan ${script}`);
  await cable("down");
  await on.upIn(["vpn1", "vpn3"]);
  await on.balancer.agent().signal("SIGKILL");
  // What a reboot leaves: the folder alone.
  await on.balancer.machine.sh("nft flush ruleset");
  await on.balancer.run();
  await on.upIn(["vpn1", "vpn3"]);
  const client = await on.place(0).connect(person.profile);
  await client.up();
  await cable("up && ip route replace default via 10.1.0.1");
  await on.upIn(["vpn1", "vpn2", "vpn3"]);
  expect(client.ups()).toBe(1);
  await client.stop();
  await lab.startAgain();
});

test("over TCP: the node is probed over TCP, and clients reach it through the same address", async () => {
  const person = await on.onboard("tcp", "tcp");
  const client = await on.place(0).connect(person.profile);
  expect(await client.up()).toBe(VIP);
  expect((await until("vpn3 to have it", () => on.nodeOf(person), { every: 100, seen: client.log })).name).toBe("vpn3");
  await client.stop();
  await crash(on.node("vpn3"));
  // It is the only one by TCP: there the last map stays, and those who come by UDP have theirs.
  expect(await on.balancer.fault("no-node-answers")).toBe(
    "The only node behind this balancer by TCP over IPv4 does not answer. New clients are sent to vpn3 all the same.",
  );
  expect(await on.balancer.inMap()).toEqual(["vpn1", "vpn2", "vpn3"]);
  await on.node("vpn3").run();
  await on.balancer.noFault("no-node-answers");
  const again = await on.place(0).connect(person.profile);
  expect(await again.up()).toBe(VIP);
  await again.stop();
});

test("a flow stays with its node whoever comes and goes, and leaves it only when that is out", async () => {
  const [one, two] = [on.node("vpn1"), on.node("vpn2")];
  const { machine } = on.place(0);
  const flows = (filter = `--orig-dst ${VIP}`) => on.balancer.machine.sh(`conntrack -L -p udp ${filter} 2>/dev/null`);
  /** Sends one packet from this port, and says which node the kernel gave it to. */
  const send = async (port: number) => {
    await machine.sh(`echo x | socat -u - UDP4:${VIP}:1194,sourceport=${port}`);
    const flow = await flows(`--orig-port-src ${port}`);
    return on.nodes.find(({ address }) => flow.includes(`src=${address} `))?.name;
  };
  const ports = Array.from({ length: 40 }, (_, n) => 5500 + n);
  const before: (string | undefined)[] = [];
  for (const port of ports) before.push(await send(port));
  const share = before.filter((name) => name === one.name).length;
  expect(share, "by the hash of their ports").toBeGreaterThan(5);
  expect(share).toBeLessThan(35);
  await crash(two);
  await on.upIn(["vpn1", "vpn3"]);
  // The kernel gives a flow to another node only where it has forgotten it.
  await until("its flows to be forgotten", async () => !(await flows()).includes(`src=${two.address} `), { every: 50 });
  for (const port of ports) expect(await send(port), `${port}`).toBe("vpn1");
  await two.run();
  await on.upIn(["vpn1", "vpn2", "vpn3"], 20_000);
  for (const port of ports) expect(await send(port), `${port}`).toBe("vpn1");
});

test("somebody who answers, and has not the server key, is no node", async () => {
  const node = on.node("vpn2");
  await crash(node);
  await on.upIn(["vpn1", "vpn3"]);
  // Sends back what it gets, which is what a mirror in the way would do.
  const echo = await node.machine.start(["socat", "UDP4-RECVFROM:1194,fork,reuseaddr", "EXEC:cat"]);
  await sleep(2500);
  expect(await on.balancer.inMap()).toEqual(["vpn1", "vpn3"]);
  await echo.signal("SIGKILL");
  await node.run();
  await on.upIn(["vpn1", "vpn2", "vpn3"], 20_000);
});

test("where no node answers the last map stays and the fault says so, until one is back", async () => {
  await Promise.all(on.nodes.map(crash));
  await on.balancer.fault("no-node-answers");
  expect((await on.balancer.inMap()).length).toBeGreaterThan(0);
  const told = await until(
    "the portal to know",
    async () => {
      const { faults } = await on.api.call<{ faults: { code: string; sentence: string }[] }>("GET", "/api/v1/balancers/lb1");
      return faults.find(({ code }) => code === "no-node-answers");
    },
    { every: 100 },
  );
  expect(told.sentence).toContain("None of the 3 nodes behind this balancer answers");
  expect((await on.balancer.ask("check")).stdout).toContain("vpn1 does not answer");
  await Promise.all([on.node("vpn2").run(), on.node("vpn3").run()]);
  await on.upIn(["vpn2", "vpn3"], 20_000);
  await on.balancer.noFault("no-node-answers");
  await on.node("vpn1").run();
  await on.upIn(["vpn1", "vpn2", "vpn3"], 20_000);
});

test("rules that somebody flushes come back with the reason; the map stays when the agent stops, and goes when it is told to", async () => {
  await on.balancer.machine.sh("nft flush ruleset");
  await on.upIn(["vpn1", "vpn2", "vpn3"]);
  expect(await on.balancer.fault("map-edited")).toContain("taken away by something else");
  expect((await on.balancer.ask("clear")).stderr).toContain("Stop it first");
  await on.balancer.agent().signal("SIGTERM");
  await on.balancer.agent().exited;
  expect(await on.balancer.inMap()).toEqual(["vpn1", "vpn2", "vpn3"]);
  const cleared = await on.balancer.ask("clear");
  expect(cleared.code, cleared.stderr).toBe(0);
  expect(await on.balancer.machine.sh("nft list ruleset")).toBe("");
  expect((await on.balancer.ask("check")).stdout).toContain("no-map");
  await on.balancer.run();
  await on.upIn(["vpn1", "vpn2", "vpn3"]);
});

test("a balancer that was removed says so, and keeps its map", async () => {
  await on.api.call("POST", "/api/v1/remotes", { node: "vpn1", address: "vpn1.example.org", port: 1194, proto: "udp" });
  await on.api.call("DELETE", "/api/v1/balancers/lb1", { confirm: "lb1" });
  await on.balancer.fault("node-removed");
  expect(await on.balancer.inMap()).toEqual(["vpn1", "vpn2", "vpn3"]);
});
