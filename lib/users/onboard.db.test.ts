import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { Refusal } from "@/lib/refusal";
import { addPerson, as, newCluster, openConnections, refusal, watched } from "@/lib/lifecycle/cluster-for-tests";
import { revokeDevice } from "@/lib/lifecycle/revoke-device";
import { onboard, OnboardBody } from "./onboard";

let admin: Actor;
beforeAll(async () => {
  admin = await newCluster("10.8.0.0/28");
  await openConnections();
});
const body = (username: string, rest: object = {}) => OnboardBody.parse({ username, name: "Ann Smith", ...rest });

test("a user with a device: its pair, an invitation, one audit entry, no revision", async () => {
  const { value, entries, moved } = await watched(() => onboard(as(admin), body("ann.smith", { email: "", device: "laptop" })));
  expect(entries).toEqual(["ada@example.org: user.add user ann.smith"]);
  expect(moved).toBe(0);
  expect(value).toMatchObject({
    replayed: false,
    value: { username: "ann.smith", device: { name: "laptop", ipv4: "10.8.0.2", ipv6: "fd7a:6ca6:e640:8000::a08:2" } },
  });
  expect(await db().user.findUniqueOrThrow({ where: { username: "ann.smith" } })).toMatchObject({
    state: "active",
    email: null,
    name: "Ann Smith",
  });
});

test("a user without a device takes no pair", async () => {
  const before = await db().addressPair.count({ where: { state: "free" } });
  expect((await onboard(as(admin), body("bob"))).value).toEqual({ username: "bob", device: null, invitation: null });
  expect(await db().addressPair.count({ where: { state: "free" } })).toBe(before);
});

test("refused: a username that is or was taken, and roles that may not", async () => {
  expect(await refusal(() => onboard(as(admin), body("bob", { device: "phone" })))).toEqual({
    code: "taken",
    field: "username",
    sentence: expect.stringContaining("one person for ever"),
  });
  expect(await refusal(() => onboard(as({ ...admin, role: "auditor" } as Actor), body("carol")))).toMatchObject({
    code: "forbidden",
    sentence: expect.stringContaining("auditor"),
  });
  expect(await refusal(() => onboard(as({ kind: "nobody" }), body("carol")))).toMatchObject({ code: "signed-out" });
  expect(await db().user.count({ where: { username: "carol" } })).toBe(0);
});

test("I9: twenty at once with one username make one user, and the others are told", async () => {
  const ends = await Promise.allSettled(Array.from({ length: 20 }, () => onboard(as(admin), body("twin", { device: "laptop" }))));
  expect(ends.filter((end) => end.status === "fulfilled")).toHaveLength(1);
  for (const end of ends) if (end.status === "rejected") expect(end.reason).toMatchObject({ code: "taken", field: "username" });
  expect(await db().device.count({ where: { user: { username: "twin" } } })).toBe(1);
});

test("way.5 I1: 50 onboardings at once on a nearly full pool give no pair twice, and the rest get a sentence", async () => {
  const free = await db().addressPair.count({ where: { state: "free" } });
  expect(free).toBeGreaterThan(5);
  const before = await db().cluster.findUniqueOrThrow({ where: { id: 1 } });
  const { value: ends, entries } = await watched(() =>
    Promise.allSettled(Array.from({ length: 50 }, (_, i) => onboard(as(admin), body(`crowd${i}`, { device: "laptop" })))),
  );
  const given = ends.flatMap((end) => (end.status === "fulfilled" && !end.value.replayed ? [end.value.value.device] : []));
  const refused = ends.flatMap((end) => (end.status === "rejected" ? [end.reason] : []));
  expect(given).toHaveLength(free);
  expect(refused).toHaveLength(50 - free);
  for (const reason of refused) {
    expect(reason).toBeInstanceOf(Refusal);
    expect(reason).toMatchObject({ code: "full", sentence: expect.stringMatching(/no free pair left.*Remove devices/) });
  }
  expect(new Set(given.map((device) => device?.ipv4)).size).toBe(free);
  expect(new Set(given.map((device) => device?.ipv6)).size).toBe(free);
  expect(entries).toHaveLength(free);
  expect(await db().user.count({ where: { username: { startsWith: "crowd" } } })).toBe(free);
  expect((await db().cluster.findUniqueOrThrow({ where: { id: 1 } })).auditSeq - before.auditSeq).toBe(BigInt(free));
});

test("I1: each pair is one device's, halves together; a revoked device keeps its pair in words and nobody else gets it yet", async () => {
  const pairs = await db().addressPair.findMany({ where: { state: "assigned" }, include: { device: true } });
  expect(pairs).toHaveLength(13);
  for (const pair of pairs) expect([pair.device?.ipv4, pair.device?.ipv6]).toEqual([pair.ipv4, pair.ipv6]);
  const device = pairs[3]?.device;
  if (!device) throw new Error("no device");
  await revokeDevice(as(admin), device.id, { reason: "unspecified" });
  expect(await db().device.findUniqueOrThrow({ where: { id: device.id } })).toMatchObject({ ipv4: device.ipv4, ipv6: device.ipv6 });
  expect(await db().addressPair.findUniqueOrThrow({ where: { ipv4: device.ipv4 } })).toMatchObject({
    state: "quarantined",
    deviceId: null,
    ipv6: device.ipv6,
  });
  expect(await refusal(() => addPerson(as(admin), "late"))).toMatchObject({ code: "full" });
});

test("I1: the database itself refuses one address twice, one device twice, and a pair that is assigned to nobody", async () => {
  const [first, second] = await db().addressPair.findMany({ where: { state: "assigned" }, take: 2 });
  if (!first?.deviceId || !second?.deviceId) throw new Error("no pairs");
  const at = { poolId_index: { poolId: first.poolId, index: first.index } };
  await expect(db().addressPair.update({ where: at, data: { ipv4: second.ipv4 } })).rejects.toThrow(/Unique constraint/);
  await expect(db().addressPair.update({ where: at, data: { ipv6: second.ipv6 } })).rejects.toThrow(/Unique constraint/);
  await expect(db().addressPair.update({ where: at, data: { deviceId: second.deviceId } })).rejects.toThrow(/Unique constraint/);
  await expect(db().addressPair.update({ where: at, data: { deviceId: null } })).rejects.toThrow(/address_pair_device_iff_assigned/);
});
