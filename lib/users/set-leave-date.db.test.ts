import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { endLeavers } from "@/lib/jobs/end-leavers";
import {
  addPersonWithProfile,
  admittedBy,
  addEnrolledNode,
  as,
  newCluster,
  pull,
  refusal,
  watched,
  type TestNode,
} from "@/lib/lifecycle/cluster-for-tests";
import { offboardUser } from "@/lib/lifecycle/offboard-user";
import { suspendUser } from "@/lib/lifecycle/suspend-user";
import { setLeaveDate } from "./set-leave-date";

let admin: Actor;
let node: TestNode;
beforeAll(async () => {
  admin = await newCluster();
  node = await addEnrolledNode(as(admin), "vpn1");
});
const soon = () => new Date(Date.now() + 3_600_000).toISOString();
const set = (username: string, leavesAt: string | null, version = 1) => setLeaveDate(as(admin), username, { leavesAt, version });
const job = (now?: () => Date) => endLeavers(as({ kind: "portal" }, now));
const pass = (username: string) => db().user.update({ where: { username }, data: { leavesAt: new Date(Date.now() - 1000) } });

test("a leave date is kept and audited with what it was before; nodes need not see it", async () => {
  await addPersonWithProfile(as(admin), "ann");
  const { entries, moved } = await watched(() => set("ann", soon()));
  expect([entries, moved]).toEqual([["ada@example.org: user.leave-date user ann"], 0]);
  await set("ann", null, 2);
  const last = await db().auditEntry.findFirstOrThrow({ orderBy: { seq: "desc" } });
  expect(last.details).toEqual({ before: expect.stringMatching(/Z$/), after: null });
  expect(await db().user.findUniqueOrThrow({ where: { username: "ann" } })).toMatchObject({ leavesAt: null, version: 3 });
});

test("portal.7 two who set it at once: the second is told, and nothing is overwritten unseen", async () => {
  await addPersonWithProfile(as(admin), "bob");
  await set("bob", soon());
  expect(await refusal(() => set("bob", null))).toMatchObject({ code: "state", field: "version" });
  expect((await db().user.findUniqueOrThrow({ where: { username: "bob" } })).leavesAt).not.toBeNull();
});

test("refused: the past, far away, somebody offboarded, an auditor, nobody", async () => {
  await addPersonWithProfile(as(admin), "cy");
  expect(await refusal(() => set("cy", new Date(Date.now() - 1000).toISOString()))).toMatchObject({ code: "invalid", field: "leavesAt" });
  expect(await refusal(() => set("cy", "2999-01-01T00:00:00Z"))).toMatchObject({ code: "invalid", field: "leavesAt" });
  const auditor = as({ ...admin, role: "auditor" } as Actor);
  expect(await refusal(() => setLeaveDate(auditor, "cy", { leavesAt: null, version: 1 }))).toMatchObject({ code: "forbidden" });
  expect(await refusal(() => set("ghost", null))).toMatchObject({ code: "missing" });
  await offboardUser(as(admin), "cy", { confirm: "cy" });
  expect(await refusal(() => set("cy", soon()))).toMatchObject({ code: "state" });
});

test("I6 whose date has come is offboarded by the portal, suspended or not; with a clock that jumped ahead nobody is", async () => {
  await addPersonWithProfile(as(admin), "dee");
  await addPersonWithProfile(as(admin), "eve");
  await set("dee", soon());
  await set("eve", soon());
  await suspendUser(as(admin), "eve");
  expect(await job()).toBe(false);
  expect(await job(() => new Date(Date.now() + 7_200_000))).toBe(false);
  await pass("dee");
  await pass("eve");
  const { value, entries, moved } = await watched(() => Promise.all([job(), job()]));
  expect(value.filter(Boolean)).toHaveLength(1);
  expect([entries, moved]).toEqual([["portal: user.offboard users"], 1]);
  expect(admittedBy(await pull(node)).filter((name) => /^(dee|eve)/.test(name))).toEqual([]);
  const certificates = await db().certificate.findMany({
    where: { commonName: { in: ["dee.laptop.1", "eve.laptop.1"] } },
    include: { revocation: true },
  });
  expect(certificates.map(({ revocation }) => revocation?.reason)).toEqual([5, 5]);
  expect(await db().user.count({ where: { state: "offboarded", leavesAt: { not: null } } })).toBe(0);
});
