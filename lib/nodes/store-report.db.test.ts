import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import {
  addEnrolledNode,
  addPersonWithProfile,
  as,
  newCluster,
  nodeContext,
  refusal,
  reportOf,
  watched,
  type TestNode,
} from "@/lib/lifecycle/cluster-for-tests";
import { offboardUser } from "@/lib/lifecycle/offboard-user";
import { MAX_VPN_SESSIONS, ReportBody } from "./bundle";
import { listNodes, readNode } from "./read";
import { storeReport } from "./store-report";

let admin: Actor;
let node: TestNode;
beforeAll(async () => {
  admin = await newCluster();
  node = await addEnrolledNode(as(admin), "vpn1");
});
const MINUTE = 60_000;
const iso = (offset = 0) => new Date(Date.now() + offset).toISOString();
const session = (clientId: number, commonName = "ann.laptop.1") => ({
  commonName,
  clientId,
  ipv4: "10.8.0.2",
  ipv6: "fd00::2",
  source: "203.0.113.5:1194",
  since: iso(),
  bytesIn: 1,
  bytesOut: 2,
});
const store = (said: Partial<ReportBody>) => storeReport(nodeContext(node), ReportBody.parse(reportOf(node, said)));
const stored = () => db().node.findUniqueOrThrow({ where: { id: node.id } });

test("a report is kept and shown: no audit entry, no revision (nothing was decided)", async () => {
  const crl = { number: "1795000000000", thisUpdate: iso(-60 * MINUTE), nextUpdate: iso(7 * 24 * 60 * MINUTE) };
  const { entries, moved } = await watched(() =>
    store({
      revision: 1,
      agentVersion: "0.1.0",
      crl,
      vpnSessions: [session(0)],
      faults: [{ code: "ip-forward", sentence: "net.ipv4.ip_forward is 0." }],
      clock: iso(-2000),
    }),
  );
  expect([entries, moved]).toEqual([[], 0]);
  const [row] = await listNodes(as(admin));
  expect(row).toMatchObject({
    name: "vpn1",
    silent: false,
    revision: 1n,
    openvpnVersion: "2.6.14",
    openvpnRunning: true,
    vpnSessions: 1,
    faults: [{ code: "ip-forward" }, { code: "agent-too-old" }],
  });
  expect(row?.clockOffsetMs).toBeLessThan(-1500);
  expect((await readNode(as(admin), "vpn1"))?.sessions).toMatchObject([{ commonName: "ann.laptop.1", username: "ann", ipv4: "10.8.0.2" }]);
  await store({ vpnSessions: [session(7), session(7)] });
  expect(await db().vpnSession.findMany({ select: { clientId: true } })).toEqual([{ clientId: 7 }]);
});

test("refused, and nothing is stored: another node's report, another cluster's, one from the future, one by somebody else", async () => {
  const before = await stored();
  const other = await addEnrolledNode(as(admin), "vpn2");
  expect(await refusal(() => storeReport(nodeContext(node), reportOf(other)))).toEqual({
    code: "forbidden",
    field: "node",
    sentence: expect.stringMatching(/belongs to the node vpn1.*"vpn2"/),
  });
  expect(await refusal(() => store({ cluster: crypto.randomUUID() }))).toMatchObject({ code: "forbidden", field: "cluster" });
  expect(await refusal(() => store({ clock: iso(6 * MINUTE) }))).toEqual({
    code: "invalid",
    field: "clock",
    sentence: expect.stringMatching(/from the future.*6 minutes ahead.*nothing was stored/),
  });
  expect(await refusal(() => storeReport(as(admin), reportOf(node)))).toMatchObject({ code: "forbidden" });
  expect(await stored()).toEqual(before);
  expect(await db().receipt.count()).toBe(0);
});

test("the first word on refused and on clear stays; a name that was not removed leaves no receipt and may be forgotten", async () => {
  const { commonName } = await addPersonWithProfile(as(admin), "bob");
  const at = { first: iso(-3000), clear: iso(-2000), later: iso(-1000) };
  const receipt = { commonName, revision: 2, refusedAt: at.first, clearAt: null, barriers: "ccd only" as const };
  expect(await store({ receipts: [{ ...receipt, clearAt: at.clear }] })).toEqual({ acknowledged: [commonName] });
  expect(await db().receipt.count()).toBe(0);

  receipt.revision = Number((await offboardUser(as(admin), "bob", { confirm: "bob" })).revision);
  expect(await store({ receipts: [receipt] })).toEqual({ acknowledged: [] });
  const [first] = await db().receipt.findMany();
  expect(first).toMatchObject({ commonName, barriers: "ccd only", refusedAt: new Date(at.first), clearAt: null });
  expect(await store({ receipts: [{ ...receipt, refusedAt: at.later, clearAt: at.clear, barriers: "both" }] })).toEqual({
    acknowledged: [commonName],
  });
  const [second] = await db().receipt.findMany();
  expect(second).toMatchObject({
    barriers: "both",
    refusedAt: new Date(at.first),
    refusedReceivedAt: first?.refusedReceivedAt,
    clearAt: new Date(at.clear),
  });
  expect(await store({ receipts: [{ ...receipt, refusedAt: at.later, clearAt: at.later }] })).toEqual({ acknowledged: [commonName] });
  expect(await db().receipt.findMany()).toEqual([second]);
});

test("a receipt from the future (the node's clock was set back since) is kept as of now", async () => {
  const { commonName } = await addPersonWithProfile(as(admin), "dora");
  const revision = Number((await offboardUser(as(admin), "dora", { confirm: "dora" })).revision);
  await store({ receipts: [{ commonName, revision, refusedAt: iso(6 * MINUTE), clearAt: iso(7 * MINUTE), barriers: "both" }] });
  const kept = await db().receipt.findFirstOrThrow({ where: { commonName } });
  expect(kept.refusedAt.getTime()).toBeLessThanOrEqual(Date.now());
  expect(kept.clearAt?.getTime()).toBeLessThanOrEqual(Date.now());
});

test("a clock that is months behind can still report", async () => {
  await store({ clock: iso(-60 * 24 * 60 * MINUTE) });
  expect((await db().node.findUniqueOrThrow({ where: { id: node.id } })).clockOffsetMs).toBe(-(2 ** 31 - 1));
});

test("the second barrier may follow after the clearing; when it was clear stays as it was said first", async () => {
  const { commonName } = await addPersonWithProfile(as(admin), "bea");
  const revision = Number((await offboardUser(as(admin), "bea", { confirm: "bea" })).revision);
  const clearAt = iso(-2000);
  await store({ receipts: [{ commonName, revision, refusedAt: iso(-3000), clearAt, barriers: "ccd only" }] });
  await store({ receipts: [{ commonName, revision, refusedAt: iso(), clearAt: iso(), barriers: "both" }] });
  expect(await db().receipt.findMany({ where: { commonName } })).toMatchObject([{ barriers: "both", clearAt: new Date(clearAt) }]);
});

test("one name twice in a report counts once; fifty reports at once leave one receipt", async () => {
  const { commonName } = await addPersonWithProfile(as(admin), "carol");
  const revision = Number((await offboardUser(as(admin), "carol", { confirm: "carol" })).revision);
  const receipt = { commonName, revision, refusedAt: iso(), clearAt: null, barriers: "both" as const };
  await store({ receipts: [receipt, { ...receipt, clearAt: iso() }] });
  await Promise.all(Array.from({ length: 50 }, () => store({ receipts: [receipt], vpnSessions: [session(1), session(2)] })));
  expect(await db().receipt.count({ where: { commonName } })).toBe(1);
  expect(await db().vpnSession.count({ where: { nodeId: node.id } })).toBe(2);
});

test("a report of the largest size that the rules allow is stored", async () => {
  await store({ vpnSessions: Array.from({ length: MAX_VPN_SESSIONS }, (_, i) => session(i)) });
  expect(await db().vpnSession.count({ where: { nodeId: node.id } })).toBe(MAX_VPN_SESSIONS);
});

test.each([
  ["NUL in a fault", { faults: [{ code: "odd-thing", sentence: "a\0b" }] }, "faults.0.sentence"],
  ["NUL in a source", { vpnSessions: [{ ...session(1), source: "\0" }] }, "vpnSessions.0.source"],
  ["NUL in a common name", { vpnSessions: [session(1, "ann\0")] }, "vpnSessions.0.commonName"],
  ["half a character", { agentVersion: "\ud800" }, "agentVersion"],
  ["a line break in a version", { openvpnVersion: "2.6\n14" }, "openvpnVersion"],
  ["a CRL number beyond the database's", { crl: { number: "9".repeat(40), thisUpdate: iso(), nextUpdate: iso() } }, "crl.number"],
  ["an epoch beyond the database's", { epoch: 2 ** 31 }, "epoch"],
  ["a revision below zero", { revision: -1 }, "revision"],
  ["too many VPN sessions", { vpnSessions: Array.from({ length: MAX_VPN_SESSIONS + 1 }, (_, i) => session(i)) }, "vpnSessions"],
])("%s is refused by name before anything is stored", (_what, said, field) => {
  const read = ReportBody.safeParse(reportOf({ id: "", name: "vpn1", token: "", cluster: crypto.randomUUID() }, said));
  expect(read.error?.issues[0]?.path.join(".")).toBe(field);
});
