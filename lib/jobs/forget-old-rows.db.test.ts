import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import {
  addEnrolledNode,
  addPerson,
  as,
  newCluster,
  nodeContext,
  reportOf,
  watched,
  type TestNode,
} from "@/lib/lifecycle/cluster-for-tests";
import { storeReport } from "@/lib/nodes/store-report";
import { forgetOldRows } from "./forget-old-rows";

let admin: Actor;
let node: TestNode;
const DAY = 86_400_000;
const MINUTE = 60_000;
const now = as({ kind: "portal" });
/** A portal whose clock says so much more than PostgreSQL's. */
const ahead = (ms: number) => as({ kind: "portal" }, () => new Date(Date.now() + ms));
const ago = (days: number) => new Date(Date.now() - days * DAY);
const counts = async () => [await db().idempotencyKey.count(), await db().securityEvent.count(), await db().pastVpnSession.count()];

beforeAll(async () => {
  admin = await newCluster();
  node = await addEnrolledNode(as(admin), "vpn1");
});
beforeEach(async () => {
  await db().idempotencyKey.deleteMany();
  await db().securityEvent.deleteMany();
  await db().pastVpnSession.deleteMany();
  await storeReport(nodeContext(node), reportOf(node));
});

test("keys of repeated requests are forgotten after a day, refused attempts after 90; neither is audited", async () => {
  await addPerson(as(admin, undefined, "a key"), "dan");
  await db().securityEvent.create({ data: { at: new Date(), kind: "sign-in.refused", detail: "x" } });
  const aged = async (days: number) => {
    await db().idempotencyKey.updateMany({ data: { at: ago(days) } });
    await db().securityEvent.updateMany({ data: { at: ago(days) } });
    const { entries, moved } = await watched(() => forgetOldRows(now));
    expect([entries, moved]).toEqual([[], 0]);
    return (await counts()).slice(0, 2);
  };
  expect(await aged(0.9)).toEqual([1, 1]);
  expect(await aged(1.1)).toEqual([0, 1]);
  expect(await aged(91)).toEqual([0, 0]);
});

test("what is old goes in statements of 5,000 rows, all of it; drafts after a day with the people in them, runs that are over after 90", async () => {
  const run = async (state: "draft" | "running" | "done", days: number) => {
    const finishedAt = state === "done" ? ago(days) : null;
    const data = { verb: "import", state, actor: {}, createdBy: "ada@example.org", createdAt: ago(days), finishedAt };
    const { id } = await db().run.create({ data });
    await db().runItem.create({ data: { runId: id, n: 1, input: { name: "Somebody" } } });
    return id;
  };
  const old = [await run("draft", 1.1), await run("done", 91)];
  const kept = [await run("draft", 0.9), await run("done", 89), await run("running", 100)];
  await db().$executeRaw`
    INSERT INTO security_event (id, at, kind, detail) SELECT gen_random_uuid(), now() - interval '91 days', 'sign-in.refused', 'x' FROM generate_series(1, 11000)`;
  await forgetOldRows(now);
  expect(await db().securityEvent.count()).toBe(0);
  const left = await db().runItem.findMany({ where: { runId: { in: [...old, ...kept] } } });
  expect(left.map(({ runId }) => runId).sort()).toEqual(kept.sort());
});

async function history(): Promise<void> {
  await addPerson(as(admin, undefined, crypto.randomUUID()), `p${crypto.randomUUID().slice(0, 8)}`);
  await db().securityEvent.create({ data: { at: new Date(), kind: "sign-in.refused", detail: "x" } });
  await db().pastVpnSession.create({
    data: {
      nodeId: node.id,
      commonName: "ann.laptop.1",
      since: ago(1),
      until: new Date(),
      bytesIn: 1n,
      bytesOut: 1n,
      source: "203.0.113.5:1194",
    },
  });
}

test("a clock that is ahead of PostgreSQL's deletes no history, nor whence anybody came", async () => {
  await history();
  await db().settings.update({ where: { id: 1 }, data: { keepSourceAddresses: false } });
  expect(await forgetOldRows(ahead(400 * DAY))).toBe(false);
  expect(await counts()).toEqual([1, 1, 1]);
  expect((await db().pastVpnSession.findFirstOrThrow()).source).not.toBeNull();
  expect(await forgetOldRows(now)).toBe(true);
  expect((await db().pastVpnSession.findFirstOrThrow()).source).toBeNull();
  await db().settings.update({ where: { id: 1 }, data: { keepSourceAddresses: true } });
});

test("a clock that jumped together with PostgreSQL's is contradicted by the nodes; until one speaks it is not believed for half an hour", async () => {
  await history();
  // As after a jump of both by 400 days: all that was written is that old, the node's last word too.
  await db().$executeRaw`UPDATE idempotency_key SET at = at - interval '400 days'`;
  await db().$executeRaw`UPDATE security_event SET at = at - interval '400 days'`;
  await db().$executeRaw`UPDATE past_vpn_session SET until = until - interval '400 days', since = since - interval '400 days'`;
  await db().$executeRaw`UPDATE node SET reported_at = reported_at - interval '400 days'`;
  const elapsed = vi.spyOn(performance, "now").mockReturnValue(1_000);
  try {
    expect(await forgetOldRows(now), "nobody has spoken").toBe(false);
    elapsed.mockReturnValue(1_000 + 29 * MINUTE);
    expect(await forgetOldRows(now), "for half an hour").toBe(false);
    const clock = ago(400).toISOString();
    await storeReport(nodeContext(node), reportOf(node, { clock }));
    elapsed.mockReturnValue(1_000 + 31 * MINUTE);
    expect(await forgetOldRows(now), "it says that it is 400 days earlier").toBe(false);
    expect(await counts()).toEqual([1, 1, 1]);
    await db().$executeRaw`UPDATE node SET reported_at = reported_at - interval '1 day'`;
    expect(await forgetOldRows(now), "silent again").toBe(false);
    elapsed.mockReturnValue(1_000 + 62 * MINUTE);
    expect(await forgetOldRows(now), "nodes that stay away hold nothing back for ever").toBe(true);
    expect(await counts()).toEqual([0, 0, 0]);
  } finally {
    elapsed.mockRestore();
  }
});
