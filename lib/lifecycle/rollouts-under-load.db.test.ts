import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { renewJoinToken } from "@/lib/nodes/add-node";
import { drainNode, putBackNode } from "@/lib/nodes/drain-node";
import { listRollouts, readRollout } from "@/lib/nodes/read-rollouts";
import { startRollout } from "@/lib/nodes/start-rollout";
import { stopRollout } from "@/lib/nodes/stop-rollout";
import { storeReport } from "@/lib/nodes/store-report";
import { Refusal } from "@/lib/refusal";
import { changeSettings } from "./change-settings";
import {
  addEnrolledNode,
  as,
  enrol,
  newCluster,
  nodeContext,
  openConnections,
  pull,
  refusal,
  reportOf,
  watched,
  type TestNode,
} from "./cluster-for-tests";
import { readServerConf } from "./read-server-conf";
import { readClusterSettings } from "./read-settings";
import { SettingsBody } from "./settings-body";

let admin: Actor;
const nodes: TestNode[] = [];
beforeAll(async () => {
  admin = await newCluster();
  for (const name of ["vpn1", "vpn2", "vpn3", "vpn4"]) nodes.push(await addEnrolledNode(as(admin), name));
  for (const node of nodes) await report(node);
});
const report = async (node: TestNode) => {
  const { revision } = await db().cluster.findUniqueOrThrow({ where: { id: 1 } });
  await storeReport(nodeContext(node), reportOf(node, { revision: Number(revision) }));
};
const change = async (more: object) =>
  changeSettings(as(admin), SettingsBody.parse({ ...(await readClusterSettings(as(admin))), ...more }));
const operator = (): Actor => ({ ...(admin as Extract<Actor, { kind: "account" }>), role: "operator" });

test("a node's page has the text in force and the lines that its turn will change; an auditor may read, nobody else's role may not", async () => {
  await change({ tunMtu: 1400 });
  const conf = await readServerConf(as(admin), "vpn2");
  expect(conf?.inForce).not.toContain("tun-mtu");
  expect(conf?.diff.filter(({ mark }) => mark === "new").map(({ text }) => text)).toEqual(["tun-mtu 1400"]);
  expect((await pull(nodes[1] ?? never()))?.files.find(({ path }) => path === "server.conf")?.content).toBe(conf?.inForce);
  expect(await readServerConf(as(admin), "vpn1")).toMatchObject({ next: null, diff: [] });
  expect(await readServerConf(as(admin), "ghost")).toBeNull();
  expect(await refusal(() => readServerConf(as({ kind: "nobody" }), "vpn1"))).toMatchObject({ code: "signed-out" });
  expect((await readServerConf(as(operator()), "vpn1"))?.inForce).toContain("tun-mtu 1400");
});

test("rollouts are paged newest first and back; one says what is left of it", async () => {
  const { id: first = "" } = (await listRollouts(as(admin))).rows[0] ?? {};
  await stopRollout(as(admin), first);
  expect(await readRollout(as(admin), first)).toMatchObject({
    state: "stopped",
    done: 1,
    total: 4,
    left: { kind: "changes", nodes: ["vpn2", "vpn3", "vpn4"] },
  });
  await db().rollout.createMany({
    data: Array.from({ length: 60 }, (_, i) => ({
      state: "done" as const,
      reason: `r${i}`,
      createdBy: "x",
      createdAt: new Date(i * 1000),
    })),
  });
  const one = await listRollouts(as(admin));
  expect([one.rows.length, one.rows[0]?.id, one.previous]).toEqual([50, first, null]);
  const two = await listRollouts(as(admin), { cursor: one.next ?? "" });
  expect(two.rows.map(({ reason }) => reason)).toEqual(Array.from({ length: 11 }, (_, i) => `r${10 - i}`));
  expect((await listRollouts(as(admin), { cursor: two.previous ?? "" })).rows.map(({ id }) => id)).toEqual(one.rows.map(({ id }) => id));
  expect(await refusal(() => listRollouts(as(admin), { cursor: "nonsense" }))).toMatchObject({ code: "invalid", field: "cursor" });
  await db().rollout.deleteMany({ where: { createdBy: "x" } });
});

test("I9, I10: settings, drains, replacements, reports, starts and stops at once: nobody waits for ever, each change has its one entry", async () => {
  await openConnections();
  const { value: ends, entries } = await watched(() =>
    Promise.allSettled(
      Array.from({ length: 6 }, (_, i) => [
        change({ mssfix: 1300 + i }),
        drainNode(as(admin), "vpn2").then(() => putBackNode(as(admin), "vpn2")),
        startRollout(as(admin), { kind: "restart" }),
        report(nodes[0] ?? never()),
        report(nodes[2] ?? never()),
        i === 0 ? renewJoinToken(as(admin), "vpn4").then((join) => (join.replayed ? never() : enrol(join.value.token))) : null,
        db()
          .rollout.findFirst({ where: { state: "running" } })
          .then((found) => found && stopRollout(as(admin), found.id)),
      ]).flat(),
    ),
  );
  const lost = ends.flatMap((end) => (end.status === "rejected" && !(end.reason instanceof Refusal) ? [end.reason] : []));
  expect(lost).toEqual([]);
  const codes = ends.flatMap((end) => (end.status === "rejected" && end.reason instanceof Refusal ? [end.reason.code] : []));
  expect(codes.filter((code) => !["state", "gone", "invalid", "signed-out"].includes(code))).toEqual([]);
  expect(entries.some((entry) => entry.includes("settings.change"))).toBe(true);
  expect(await db().rollout.count({ where: { state: "running" } })).toBeLessThanOrEqual(1);
});

function never(): never {
  throw new Error("There is one.");
}
