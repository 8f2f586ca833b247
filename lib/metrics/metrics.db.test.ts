import { readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { contextFor, type Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { measureOffboardings } from "@/lib/jobs/measure-offboardings";
import {
  addEnrolledNode,
  addPersonWithProfile,
  as,
  newCluster,
  nodeContext,
  refusal,
  reportOf,
  watched,
  type Person,
  type TestNode,
} from "@/lib/lifecycle/cluster-for-tests";
import { offboardUser } from "@/lib/lifecycle/offboard-user";
import { storeReport } from "@/lib/nodes/store-report";
import { readMetrics } from "./read-metrics";

let admin: Actor;
let nodes: TestNode[];
let ann: Person & { commonName: string };
let bob: Person & { commonName: string };
beforeAll(async () => {
  admin = await newCluster();
  nodes = [await addEnrolledNode(as(admin), "vpn1"), await addEnrolledNode(as(admin), "vpn2")];
  ann = await addPersonWithProfile(as(admin), "ann");
  bob = await addPersonWithProfile(as(admin), "bob");
});

const node = (at: number): TestNode => nodes[at] ?? never();
const revision = async () => Number((await db().cluster.findUniqueOrThrow({ where: { id: 1 } })).revision);
const metrics = async () => (await readMetrics(contextFor({ kind: "portal" }))).text.split("\n");
const value = async (line: string) => {
  const found = (await metrics()).find((one) => one.startsWith(`${line} `));
  return found === undefined ? null : Number(found.split(" ").at(-1));
};
const receipt = (commonName: string, at: number, refusedAt: Date) => ({
  commonName,
  revision: at,
  refusedAt: refusedAt.toISOString(),
  clearAt: null,
  barriers: "both" as const,
});

test("VPN sessions, revision and lag of each node are what the nodes have said", async () => {
  const session = { clientId: 1, commonName: ann.commonName, ipv4: ann.ipv4, ipv6: ann.ipv6, source: "198.51.100.7:4711" };
  const vpnSessions = [{ ...session, since: new Date().toISOString(), bytesIn: 1, bytesOut: 2 }];
  await storeReport(nodeContext(node(0)), reportOf(node(0), { revision: await revision(), vpnSessions }));
  await storeReport(nodeContext(node(1)), reportOf(node(1), { revision: (await revision()) - 2 }));
  expect(await value('homeport_node_vpn_sessions{node="vpn1",site="Main"}')).toBe(1);
  expect(await value('homeport_node_revision_lag{node="vpn1",site="Main"}')).toBe(0);
  expect(await value('homeport_node_revision_lag{node="vpn2",site="Main"}')).toBe(2);
  expect(await value("homeport_cluster_revision")).toBe(await revision());
  expect(await value("homeport_database_up")).toBe(1);
  expect(await value('homeport_pool_pairs{pool="10.8.0.0/24",state="assigned"}')).toBe(2);
  expect(await value('homeport_users{state="active"}')).toBe(2);
  // thisUpdate lies an hour back.
  expect(await value('homeport_crl_age_seconds{issuer="G1"}')).toBeGreaterThan(3500);
});

test("an offboarding counts once, when the last node has refused, from the request on", async () => {
  const { revision: at } = await offboardUser(as(admin), "bob", { confirm: "bob" });
  await storeReport(nodeContext(node(0)), reportOf(node(0), { receipts: [receipt(bob.commonName, Number(at), new Date())] }));
  expect(await measureOffboardings(as({ kind: "portal" }))).toBe(0);
  expect([await value("homeport_offboardings_waiting"), await value("homeport_offboarding_seconds_count")]).toEqual([1, 0]);
  await storeReport(nodeContext(node(1)), reportOf(node(1), { receipts: [receipt(bob.commonName, Number(at), new Date())] }));
  const { entries, moved } = await watched(() => Promise.all([1, 2, 3].map(() => measureOffboardings(as({ kind: "portal" })))));
  expect([entries, moved]).toEqual([[], 0]);
  expect([await value("homeport_offboardings_waiting"), await value("homeport_offboarding_seconds_count")]).toEqual([0, 1]);
  const user = await db().user.findUniqueOrThrow({ where: { username: "bob" } });
  const last = await db().receipt.findFirstOrThrow({ where: { commonName: bob.commonName }, orderBy: { refusedReceivedAt: "desc" } });
  expect(user.refusedAt).toEqual(last.refusedReceivedAt);
  expect(await value("homeport_offboarding_seconds_sum")).toBeCloseTo(
    (last.refusedReceivedAt.getTime() - (user.offboardedAt?.getTime() ?? 0)) / 1000,
    3,
  );
});

test("nobody waits for a node that was set aside; who had no profile is not measured", async () => {
  const carol = await addPersonWithProfile(as(admin), "carol");
  const { revision: at } = await offboardUser(as(admin), "carol", { confirm: "carol" });
  await storeReport(nodeContext(node(0)), reportOf(node(0), { receipts: [receipt(carol.commonName, Number(at), new Date())] }));
  expect(await measureOffboardings(as({ kind: "portal" }))).toBe(0);
  await db().node.update({ where: { id: node(1).id }, data: { setAsideAt: new Date() } });
  expect(await measureOffboardings(as({ kind: "portal" }))).toBe(1);
  await db().user.update({ where: { username: "bob" }, data: { refusedAt: null, offboardRevision: 9_999n } });
  expect(await measureOffboardings(as({ kind: "portal" }))).toBe(1);
  expect(await value("homeport_offboarding_seconds_count")).toBe(2);
});

test("I12 no label names a person, a device, a common name or an address of theirs", async () => {
  const text = (await metrics()).join("\n");
  for (const secret of ["ann", "bob", "carol", "laptop", ann.commonName, ann.ipv4, ann.ipv6, "198.51.100.7", "example.org"])
    expect(text.includes(secret), secret).toBe(false);
});

test("only who may read metrics does", async () => {
  const maker = { id: crypto.randomUUID(), email: "ada@example.org", role: "admin" } as const;
  const token = (role: "none" | "auditor") => as({ kind: "token", id: crypto.randomUUID(), name: "prometheus", role, maker });
  expect(await refusal(() => readMetrics(token("none")))).toMatchObject({ code: "forbidden" });
  expect(await refusal(() => readMetrics(as({ kind: "nobody" })))).toMatchObject({ code: "signed-out" });
  expect(await refusal(() => readMetrics(nodeContext(node(0))))).toMatchObject({ code: "forbidden" });
  expect((await readMetrics(token("auditor"))).type).toMatch(/^text\/plain; version=0\.0\.4/);
});

test("every metric that the dashboard names is there, and every one that is ours is on it", async () => {
  const board = readFileSync(path.resolve(import.meta.dirname, "../../docs/grafana-dashboard.json"), "utf8");
  const { panels } = JSON.parse(board) as { panels: { targets?: { expr: string }[] }[] };
  const asked = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)).join("\n");
  const named = new Set(asked.match(/\b(homeport|process|nodejs)_[a-z0-9_]+/g));
  const told = new Set((await metrics()).flatMap((line) => /^# TYPE (\S+) /.exec(line)?.[1] ?? []));
  const base = (name: string) => (told.has(name) ? name : name.replace(/_(bucket|sum|count)$/, ""));
  expect([...named].filter((name) => !told.has(base(name)))).toEqual([]);
  expect(named.size).toBeGreaterThan(20);
  const shown = new Set([...named].map(base));
  // Read off by hand, or by what is drawn from them.
  const apart = ["homeport_info", "homeport_cluster_revision", "homeport_cluster_epoch", "homeport_node_revision"];
  expect([...told].filter((name) => name.startsWith("homeport_") && !shown.has(name) && !apart.includes(name))).toEqual([]);
});

function never(): never {
  throw new Error("There are two nodes.");
}
