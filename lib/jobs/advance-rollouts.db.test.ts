import { beforeAll, beforeEach, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { changeSettings } from "@/lib/lifecycle/change-settings";
import { addEnrolledNode, as, newCluster, refusal, watched, type TestNode } from "@/lib/lifecycle/cluster-for-tests";
import { readClusterSettings } from "@/lib/lifecycle/read-settings";
import { SettingsBody } from "@/lib/lifecycle/settings-body";
import { drainNode } from "@/lib/nodes/drain-node";
import { startRollout } from "@/lib/nodes/start-rollout";
import { stopRollout } from "@/lib/nodes/stop-rollout";
import { advanceRollouts } from "./advance-rollouts";
import { giveOwedTurns } from "./give-owed-turns";
import { restartWhatWaits } from "./restart-what-waits";
import { confOf, healthyReport, lastRollout, settingsOf, type Said } from "./rollouts-for-tests";

let admin: Actor;
let nodes: TestNode[];
let clock = Date.now();
const now = () => new Date(clock);
const job = () => advanceRollouts(as({ kind: "portal" }, now));

beforeAll(async () => {
  admin = await newCluster();
  nodes = [];
  for (const name of ["vpn1", "vpn2", "vpn3"]) nodes.push(await addEnrolledNode(as(admin), name));
});
beforeEach(async () => {
  const running = await db().rollout.findFirst({ where: { state: "running" } });
  if (running) await stopRollout(as(admin), running.id);
  await db().rollout.updateMany({ data: { createdAt: new Date(0) } });
  await db().rolloutStep.updateMany({ where: { startedAt: { not: null } }, data: { startedAt: new Date(0) } });
  await db().node.updateMany({ data: { drainedAt: null, setAsideAt: null } });
  for (const node of nodes) await report(node);
});

const of = (name: string) => nodes.find((node) => node.name === name) ?? Promise.reject(new Error(name));
const report = (node: TestNode, said: Said = {}) => healthyReport(node, now, said);
const allReport = async () => {
  for (const node of nodes) await report(node);
};
const conf = async (name: string) => confOf(await of(name));
const restartsOf = async (name: string) => settingsOf(await of(name)).then(({ restarts }) => restarts);
const change = async (more: object) =>
  changeSettings(as(admin, now), SettingsBody.parse({ ...(await readClusterSettings(as(admin))), ...more }));
/** The node whose turn it is comes back, and stays well for three seconds. */
async function turn(name: string) {
  await report(await of(name), { restarted: true });
  await job();
  clock += 3_100;
  await allReport();
  return watched(job);
}

test("cluster.5, I7: a change of server.conf reaches one node at a time, each waits for the one before, each turn moves the revision once", async () => {
  const { entries, moved } = await watched(() => change({ tunMtu: 1400 }));
  expect([entries, moved]).toEqual([["ada@example.org: settings.change settings"], 1]);
  const line = "\ntun-mtu 1400\n";
  expect([await conf("vpn1"), await conf("vpn2"), await conf("vpn3")].map((text) => text.includes(line))).toEqual([true, false, false]);
  expect(await lastRollout()).toMatchObject({ state: "running", steps: ["vpn1 restarting", "vpn2 waiting", "vpn3 waiting"] });
  // It has not restarted yet: nothing moves, however often the job looks.
  await allReport();
  expect((await watched(job)).moved).toBe(0);
  const second = await turn("vpn1");
  expect(second).toMatchObject({ moved: 1, entries: [expect.stringMatching(/^portal: rollout\.next rollout /)] });
  expect(await lastRollout()).toMatchObject({ steps: ["vpn1 healthy", "vpn2 restarting", "vpn3 waiting"] });
  expect([await conf("vpn2"), await conf("vpn3")].map((text) => text.includes(line))).toEqual([true, false]);
  await turn("vpn2");
  const end = await turn("vpn3");
  expect(end).toMatchObject({ moved: 0, entries: [expect.stringMatching(/^portal: rollout\.done rollout /)] });
  expect(await lastRollout()).toMatchObject({ state: "done", steps: ["vpn1 healthy", "vpn2 healthy", "vpn3 healthy"] });
  expect((await conf("vpn3")).includes(line)).toBe(true);
  expect((await watched(job)).entries).toEqual([]);
});

test("cluster.5: two portals at once give the next node its turn once", async () => {
  await change({ mssfix: 1300 });
  await report(await of("vpn1"), { restarted: true });
  await job();
  clock += 3_100;
  await allReport();
  const { entries, moved } = await watched(() => Promise.all([job(), job(), job()]));
  expect([entries.length, moved]).toEqual([1, 1]);
  expect(await lastRollout()).toMatchObject({ steps: ["vpn1 healthy", "vpn2 restarting", "vpn3 waiting"] });
});

test("a node that is not healthy within 90 seconds ends the rollout in words; those after it keep what they have; the rest can go on", async () => {
  await change({ mssfix: 1301 });
  clock += 91_000;
  await allReport();
  await report(await of("vpn1"), { openvpnRunning: false });
  const { entries, moved } = await watched(job);
  expect([entries, moved]).toEqual([[expect.stringMatching(/^portal: rollout\.fail rollout /)], 0]);
  expect(await lastRollout()).toMatchObject({
    state: "failed",
    sentence: "vpn1 was not healthy again within 90 seconds: OpenVPN is not running on vpn1.",
    steps: ["vpn1 failed", "vpn2 waiting", "vpn3 waiting"],
  });
  expect(await conf("vpn2")).not.toContain("mssfix 1301");
  clock += 10;
  const resumed = await watched(() => startRollout(as(admin, now), { kind: "changes" }));
  expect([resumed.entries, resumed.moved]).toEqual([["ada@example.org: rollout.start nodes"], 1]);
  expect(await lastRollout()).toMatchObject({ state: "running", steps: ["vpn2 restarting", "vpn3 waiting"] });
  expect(await conf("vpn2")).toContain("\nmssfix 1301\n");
});

test("stopped: no node after that, one audit entry, no revision; a stop of what does not run is refused", async () => {
  await change({ mssfix: 1302 });
  const { id } = await lastRollout();
  const { entries, moved } = await watched(() => stopRollout(as(admin, now), id));
  expect([entries, moved]).toEqual([[`ada@example.org: rollout.stop rollout ${id}`], 0]);
  await turn("vpn1");
  expect(await lastRollout()).toMatchObject({
    state: "stopped",
    sentence: "Stopped by ada@example.org.",
    steps: ["vpn1 skipped", "vpn2 waiting", "vpn3 waiting"],
  });
  expect(await conf("vpn2")).not.toContain("mssfix 1302");
  expect(await refusal(() => stopRollout(as(admin), id))).toMatchObject({ code: "state", sentence: "This rollout was stopped already." });
  expect(await refusal(() => stopRollout(as(admin), "00000000-0000-4000-8000-000000000000"))).toMatchObject({ code: "missing" });
});

test("cluster.5: who is drained has the change when it is put back; who was silent waits its turn when it is back, also beyond the rollout's end", async () => {
  await drainNode(as(admin), "vpn1");
  clock += 50_000;
  for (const name of ["vpn1", "vpn3"]) await report(await of(name));
  const has = async () => {
    const texts = await Promise.all(["vpn1", "vpn2", "vpn3"].map(conf));
    return texts.map((text) => text.includes("\nmssfix 1303\n"));
  };
  await change({ mssfix: 1303 });
  expect(await lastRollout()).toMatchObject({ steps: ["vpn2 waiting", "vpn3 restarting", "vpn1 skipped"] });
  expect(await has()).toEqual([true, false, true]);
  // It is back while another restarts: it stays as it is.
  await report(await of("vpn2"));
  expect((await watched(job)).entries).toEqual([]);
  expect(await has()).toEqual([true, false, true]);
  clock += 50_000;
  for (const name of ["vpn1", "vpn3"]) await report(await of(name), { restarted: name === "vpn3" });
  await job();
  clock += 3_100;
  for (const name of ["vpn1", "vpn3"]) await report(await of(name));
  const end = await watched(job);
  expect([end.entries.map((one) => one.split(" ")[1]), end.moved], "silent to the end").toEqual([["rollout.skip", "rollout.done"], 0]);
  expect(await lastRollout()).toMatchObject({ state: "done", steps: ["vpn2 skipped", "vpn3 healthy", "vpn1 skipped"] });
  const said = await db().rolloutStep.findMany({ where: { rolloutId: (await lastRollout()).id, state: "skipped" }, orderBy: { n: "asc" } });
  expect(said.map(({ sentence }) => sentence)).toEqual([
    "vpn2 is silent: it has its turn when it is back.",
    "vpn1 is drained: it starts with the change when it is put back.",
  ]);
  const due = () => giveOwedTurns(as({ kind: "portal" }, now));
  expect(await due()).toBe(false);
  clock += 10;
  await report(await of("vpn2"));
  const given = await watched(() => Promise.all([due(), due()]));
  expect([given.entries, given.moved]).toEqual([["portal: rollout.start nodes"], 1]);
  expect(await lastRollout()).toMatchObject({ state: "running", steps: ["vpn2 restarting"] });
  expect(await has()).toEqual([true, true, true]);
});

test("cluster.5: after a stop, what silent nodes have not had waits for a person too, who takes it along", async () => {
  const due = () => giveOwedTurns(as({ kind: "portal" }, now));
  clock += 50_000;
  await report(await of("vpn1"));
  await change({ mssfix: 1310 });
  await report(await of("vpn1"), { restarted: true });
  await job();
  clock += 3_100;
  await report(await of("vpn1"));
  await job();
  expect(await lastRollout()).toMatchObject({ state: "done", steps: ["vpn1 healthy", "vpn2 skipped", "vpn3 skipped"] });
  clock += 10;
  await report(await of("vpn2"));
  expect(await due()).toBe(true);
  const { id, steps } = await lastRollout();
  expect(steps).toEqual(["vpn2 restarting"]);
  await stopRollout(as(admin), id);
  await report(await of("vpn3"));
  expect(await due()).toBe(false);
  expect(await conf("vpn3")).not.toContain("mssfix 1310");
  clock += 10;
  await startRollout(as(admin, now), { kind: "changes" });
  expect(await lastRollout()).toMatchObject({ steps: ["vpn3 restarting"] });
  await turn("vpn3");
  expect(await lastRollout()).toMatchObject({ state: "done" });
});

test("a second change joins the rollout that runs; one that takes the first back leaves nothing to do at those that wait", async () => {
  await change({ mssfix: 1304 });
  const { id } = await lastRollout();
  await change({ mssfix: 1305 });
  expect(await lastRollout()).toMatchObject({ id, steps: ["vpn1 restarting", "vpn2 waiting", "vpn3 waiting"] });
  expect(await conf("vpn1")).toContain("\nmssfix 1305\n");
  await change({ mssfix: 1310 });
  expect(await lastRollout()).toMatchObject({ id, steps: ["vpn1 restarting", "vpn2 skipped", "vpn3 skipped"] });
  await turn("vpn1");
  expect(await lastRollout()).toMatchObject({ id, state: "done" });
});

test("a person restarts all nodes or one: the counter of each rises in its turn; while one runs, without a right node or as an operator it is refused", async () => {
  const before = [await restartsOf("vpn1"), await restartsOf("vpn2")];
  const { entries, moved } = await watched(() => startRollout(as(admin, now), { kind: "restart" }));
  expect([entries, moved]).toEqual([["ada@example.org: rollout.start nodes"], 1]);
  expect([await restartsOf("vpn1"), await restartsOf("vpn2")]).toEqual([(before[0] ?? 0) + 1, before[1]]);
  expect(await refusal(() => startRollout(as(admin), { kind: "restart" }))).toMatchObject({
    code: "state",
    sentence: expect.stringContaining("runs already"),
  });
  await turn("vpn1");
  expect(await restartsOf("vpn2")).toBe((before[1] ?? 0) + 1);
  await stopRollout(as(admin), (await lastRollout()).id);
  expect(await refusal(() => startRollout(as(admin), { kind: "restart", nodes: ["vpn9"] }))).toMatchObject({
    code: "invalid",
    field: "nodes",
  });
  expect(await refusal(() => startRollout(as(admin, now), { kind: "changes" }))).toMatchObject({
    code: "state",
    sentence: expect.stringContaining("nothing is left"),
  });
  const operator: Actor = { ...(admin as Extract<Actor, { kind: "account" }>), role: "operator" };
  expect(await refusal(() => startRollout(as(operator), { kind: "restart" }))).toMatchObject({ code: "forbidden" });
});

test("nodes that wait to be restarted are, one after the other, and not again for half a day where that failed", async () => {
  const due = () => restartWhatWaits(as({ kind: "portal" }, now));
  expect(await due()).toBe(false);
  for (const name of ["vpn1", "vpn3"]) await report(await of(name), { restartDue: "a renewed certificate waits" });
  const { entries, moved } = await watched(() => Promise.all([due(), due()]));
  expect([entries, moved]).toEqual([["portal: rollout.start nodes"], 1]);
  expect(await lastRollout()).toMatchObject({ steps: ["vpn1 restarting", "vpn3 waiting"] });
  clock += 91_000;
  for (const name of ["vpn1", "vpn3"]) await report(await of(name), { restartDue: "a renewed certificate waits" });
  await job();
  expect(await lastRollout()).toMatchObject({ state: "failed" });
  expect(await due()).toBe(false);
  await db().rollout.updateMany({ data: { createdAt: new Date(0) } });
  expect((await watched(due)).entries, "vpn3, and not vpn1 again so soon").toEqual(["portal: rollout.start nodes"]);
  expect((await lastRollout()).steps).toEqual(["vpn3 restarting"]);
});

test("nodes of before keep the text that they have: the first change after an upgrade is rolled out too", async () => {
  await db().node.updateMany({ data: { serverConf: null } });
  await job();
  await change({ mssfix: 1306 });
  expect(await lastRollout()).toMatchObject({ steps: ["vpn1 restarting", "vpn2 waiting", "vpn3 waiting"] });
});
