import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import type { AddedNode, JoinCommand } from "../../app/_shell/answers";
import { joinAll, offboard, onboard, refusedEverywhere, setUp, type Api } from "./lab/api";
import { openLab, tellFailure, type Lab } from "./lab/lab";
import { BACKEND } from "./lab/network";
import { openNode, type LabNode } from "./lab/node";
import { startPing } from "./lab/ping";
import { until } from "./lab/until";

let lab: Lab;
let api: Api;
let third: LabNode;

test.describe.configure({ mode: "serial", timeout: 120_000 });
test.beforeAll(async () => {
  lab = await openLab({ nodes: 2, places: 1 });
  api = await setUp(lab);
  await joinAll(lab, api);
  third = await openNode({ number: 3, folder: lab.folder, network: lab.network, port: () => lab.portal().port });
});
test.afterEach(() => tellFailure(lab));
test.afterAll(async () => {
  await third?.close();
  await lab?.close();
});

test("way.7 a machine joins only the portal whose key and agent the join command names, once, and over no open wire", async () => {
  const { join } = await api.call<AddedNode>("POST", "/api/v1/nodes", {
    name: "vpn3",
    address: third.address,
    port: 1194,
    proto: "udp",
    interface: "tun0",
  });
  const command = join?.command ?? "";
  const otherPin = await third.join(command.replace(/--pin [0-9a-f]{64}/, `--pin ${"0".repeat(64)}`));
  expect(otherPin.code).not.toBe(0);
  expect(otherPin.stderr).toContain("not the one in the join command");
  expect(third.read("node.json")).toBeNull();
  const again = async () => (await api.call<JoinCommand>("POST", "/api/v1/nodes/vpn3/join", {})).command;
  const otherAgent = await third.join((await again()).replace(/echo '[0-9a-f]{64}/, `echo '${"0".repeat(64)}`));
  expect(otherAgent.code).not.toBe(0);
  expect(otherAgent.stdout).toContain("FAILED");
  const open = await third.ask("enrol", "--portal", "http://198.51.100.9", "--pin", "0".repeat(64), "--token", "t");
  expect(open.stderr).toContain("plain http");
  const used = await third.join(command);
  expect(used.stderr).toContain("This join token is not good");
  expect(third.read("node.json")).toBeNull();
  const ran = await third.join(await again());
  expect(ran.code, ran.stdout + ran.stderr).toBe(0);
  await third.run();
  lab.nodes.push(third);
  await until("OpenVPN on vpn3", async () => (await third.status()).openvpnRunning);
  await until("nothing to be missing on vpn3", async () => (await third.ask("check", "--json")).code === 0, {
    every: 200,
    seen: third.log,
  });
});

test("a node token reports for its own node alone, and not from the future", async () => {
  const [one] = lab.nodes;
  const { nodeToken } = JSON.parse(one?.read("node.json") ?? "{}");
  const { report } = JSON.parse(one?.read("status.json") ?? "{}");
  const send = (body: unknown) =>
    fetch(new URL("/api/v1/node/report", lab.portal().url), {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${nodeToken}` },
      body: JSON.stringify(body),
    });
  expect((await send({ ...report, clock: new Date().toISOString() })).status).toBe(200);
  expect((await send({ ...report, clock: new Date().toISOString(), node: "vpn2" })).status).toBe(403);
  const future = await send({ ...report, clock: new Date(Date.now() + 600_000).toISOString() });
  expect(future.status).toBe(400);
  expect(await future.text()).toContain("from the future");
});

test("I6, I7 agents that are killed with -9 at any moment of an offboarding finish it when they are back, and OpenVPN runs on", async () => {
  const [place] = lab.places;
  if (!place) throw new Error("There is one.");
  for (const [round, wait] of [0, 25, 60, 110, 200].entries()) {
    const person = await onboard(lab, api, `killed${round}`);
    const client = await place.connect(person.profile);
    const node = lab.nodeAt(await client.up());
    await lab.route(person, node);
    const ping = await startPing(place.machine, BACKEND.ipv4);
    await until("the ping to be answered", () => ping.echoes().length > 10);
    const openvpns = lab.nodes.map((one) => one.openvpnPid());
    const offboarding = offboard(api, person.username);
    await sleep(wait);
    await node.agent().signal("SIGKILL");
    await offboarding;
    await sleep(300);
    const back = Date.now();
    await node.run();
    await refusedEverywhere(lab, api, person.username);
    await sleep(1500);
    await Promise.all([ping.stop(), client.stop("SIGKILL")]);
    expect(ping.last(), `killed ${wait} ms after the request`).toBeLessThan(back + 3000);
    // Neither here nor where an agent comes back within the 90 s that an earlier offboarding is looked after.
    expect(
      lab.nodes.map((one) => one.openvpnPid()),
      lab.nodes.map((one) => one.log()).join("\n"),
    ).toEqual(openvpns);
    expect((await node.ask("check", "--json")).code, node.log()).toBe(0);
  }
});

test("I8 an agent that starts again takes nobody for gone: the VPN session goes on in the portal too, and is no newer than before", async () => {
  const [place] = lab.places;
  const person = await onboard(lab, api, "stays");
  const client = await place?.connect(person.profile);
  const node = lab.nodeAt((await client?.up()) ?? "");
  type Listed = { rows: { node: string; commonName: string; clientId: number }[] };
  const now = () => api.call<Listed>("GET", `/api/v1/vpn-sessions?search=${person.username}`).then(({ rows }) => rows);
  await until("the portal to see it", async () => (await now()).length === 1, { seen: lab.said });
  const [before] = await now();
  for (let round = 0; round < 3; round++) {
    const { reportedAt } = JSON.parse((await node.ask("status", "--json")).stdout);
    await node.agent().signal("SIGKILL");
    await node.run();
    const told = async () => JSON.parse((await node.ask("status", "--json")).stdout).reportedAt > reportedAt;
    await until("the new agent to report", told, { seen: node.log });
    await sleep(500);
    expect(await now()).toEqual([expect.objectContaining({ node: node.name, clientId: before?.clientId })]);
  }
  expect((await api.call<Listed>("GET", `/api/v1/vpn-sessions/history?search=${person.username}`)).rows).toEqual([]);
  await client?.stop();
});

test("I8 a node that was removed gets nothing more, says so, and its VPN sessions go on", async () => {
  const [place] = lab.places;
  const person = await onboard(lab, api, "ann", third);
  const client = await place?.connect(person.profile);
  await client?.up();
  await api.call("DELETE", "/api/v1/nodes/vpn3", { confirm: "vpn3" });
  await until("the fault", async () => (await third.status()).faults.some(({ code }) => code === "node-removed"), { seen: third.log });
  expect((await third.status()).openvpnRunning).toBe(true);
  await sleep(2000);
  expect(client?.ups()).toBe(1);
  await client?.stop();
});
