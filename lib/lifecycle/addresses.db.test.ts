import { beforeAll, expect, test } from "vitest";
import { endQuarantine } from "@/lib/addresses/end-quarantine";
import { listPairs } from "@/lib/addresses/list-pairs";
import { listReserved } from "@/lib/addresses/list-reserved";
import { readAddress } from "@/lib/addresses/read-address";
import { readMap } from "@/lib/addresses/read-map";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { addDevice, AddDeviceBody } from "@/lib/users/add-device";
import { onboard, OnboardBody } from "@/lib/users/onboard";
import { addEnrolledNode, addPerson, as, newCluster, openConnections, refusal, watched } from "./cluster-for-tests";
import { offboardUser } from "./offboard-user";
import { releaseRange, reserveRange, ReserveRangeBody } from "./reserve-range";

let admin: Actor;
beforeAll(async () => {
  admin = await newCluster("10.8.0.0/23");
  await addEnrolledNode(as(admin), "vpn1");
});

const reserve = (first: string, last: string, note = "printers") => reserveRange(as(admin), ReserveRangeBody.parse({ first, last, note }));
const stateOf = async (ipv4: string) => (await db().addressPair.findUniqueOrThrow({ where: { ipv4 } })).state;
const choose = (username: string, name: string, ipv4: string) => addDevice(as(admin), username, AddDeviceBody.parse({ name, ipv4 }));
const nextYear = new Date(Date.now() + 365 * 86_400_000);

test("a reserved range goes to nobody by itself, who has a pair keeps it, and a choice by hand takes one of it", async () => {
  const ann = await addPerson(as(admin), "ann");
  expect(ann.ipv4).toBe("10.8.0.2");
  const { value, entries, moved } = await watched(() => reserve("10.8.0.0", "10.8.0.9"));
  expect(value.value).toMatchObject({ first: "10.8.0.2", last: "10.8.0.9", reserved: 7, kept: 1 });
  expect([entries, moved]).toEqual([["ada@example.org: address.reserve range 10.8.0.2 to 10.8.0.9"], 0]);
  expect((await addPerson(as(admin), "bob")).ipv4).toBe("10.8.0.10");
  const chosen = await choose("bob", "printer", "10.8.0.5");
  expect(chosen.value).toMatchObject({ device: { ipv4: "10.8.0.5", ipv6: "fd7a:6ca6:e640:8000::a08:5" } });
  expect((await listReserved(as(admin), {})).rows).toMatchObject([{ first: "10.8.0.2", last: "10.8.0.9", note: "printers", kept: true }]);
});

test.each([
  ["10.8.0.2", "taken", /Another device has 10\.8\.0\.2/],
  ["10.8.0.1", "invalid", /no device may have/],
  ["10.8.1.255", "invalid", /no device may have/],
  ["192.168.0.1", "invalid", /in no address pool/],
])("the choice of %s is refused, with the field's name", async (ipv4, code, says) => {
  const said = await refusal(() => choose("bob", "other", ipv4));
  expect(said).toEqual({ code, field: "ipv4", sentence: expect.stringMatching(says) });
});

test("a new user's first device gets the address that was chosen; without a device there is nothing to give it to", async () => {
  const body = { username: "dana", name: "Dana", device: "laptop", ipv4: "10.8.1.200" };
  expect((await onboard(as(admin), OnboardBody.parse(body))).value).toMatchObject({ device: { ipv4: "10.8.1.200" } });
  const alone = OnboardBody.parse({ ...body, username: "dana2", device: null });
  expect(await refusal(async () => onboard(as(admin), alone))).toMatchObject({ code: "invalid", field: "ipv4" });
});

test("I1: thirty who choose the same address at once: one gets it", async () => {
  await openConnections();
  for (let i = 0; i < 10; i++) await addPerson(as(admin), `racer${i}`);
  const all = await Promise.allSettled(Array.from({ length: 30 }, (_, i) => choose(`racer${i % 10}`, `d${i}`, "10.8.1.77")));
  expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const one of all) if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "taken", field: "ipv4" });
});

test("I2: quarantine by the settings' days and by the nodes; what lies in a reserved range becomes reserved again", async () => {
  await offboardUser(as(admin), "ann", { confirm: "ann" });
  const { rows } = await listPairs(as(admin), { state: "quarantined" });
  expect(rows).toMatchObject([{ ipv4: "10.8.0.2", username: null, waits: { rested: false, nodes: ["vpn1"] } }]);
  const days = ((rows[0]?.waits?.until.getTime() ?? 0) - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(29.9);
  expect(days).toBeLessThan(30.1);
  expect(await refusal(() => choose("bob", "more", "10.8.0.2"))).toMatchObject({
    code: "taken",
    sentence: expect.stringContaining("quarantine"),
  });
  expect(await db().$transaction((tx) => endQuarantine(tx, nextYear))).toEqual([]);
  const { revision } = await db().cluster.findUniqueOrThrow({ where: { id: 1 } });
  await db().node.updateMany({ data: { revision: revision - 1n } });
  expect(await db().$transaction((tx) => endQuarantine(tx, nextYear))).toEqual([]);
  await db().node.updateMany({ data: { revision } });
  const settings = await db().settings.findUniqueOrThrow({ where: { id: 1 } });
  await db().settings.update({ where: { id: 1 }, data: { quarantineDays: 400 } });
  expect(await db().$transaction((tx) => endQuarantine(tx, nextYear))).toEqual([]);
  await db().settings.update({ where: { id: 1 }, data: { quarantineDays: settings.quarantineDays } });
  expect(await db().$transaction((tx) => endQuarantine(tx, nextYear))).toMatchObject([{ ipv4: "10.8.0.2" }]);
  expect(await stateOf("10.8.0.2")).toBe("reserved");
});

test("an address says who has it and who had it, in either family and any spelling", async () => {
  const [range] = (await listReserved(as(admin), {})).rows;
  const freed = await watched(() => releaseRange(as(admin), range?.id ?? ""));
  expect(freed.entries).toEqual(["ada@example.org: address.release range 10.8.0.2 to 10.8.0.9"]);
  expect(await refusal(() => releaseRange(as(admin), range?.id ?? ""))).toMatchObject({ code: "missing" });
  const cleo = await addPerson(as(admin), "cleo");
  expect(cleo.ipv4).toBe("10.8.0.2");
  for (const text of ["10.8.0.2", "fd7a:6ca6:e640:8000::a08:2", "FD7A:6CA6:E640:8000::10.8.0.2"]) {
    const found = await readAddress(as(admin), text);
    expect(found?.pair).toMatchObject({ state: "assigned", index: 2, pool: "10.8.0.0/23" });
    expect(found?.holders.map(({ username, until }) => [username, until === null])).toEqual([
      ["cleo", true],
      ["ann", false],
    ]);
  }
  for (const text of ["10.9.0.2", "nonsense", "::", "fe80::1%lo", ""]) expect(await readAddress(as(admin), text)).toBeNull();
});

test.each([
  [{ first: "10.8.0.40", last: "10.8.0.30" }, "last", /before the first/],
  [{ first: "10.9.0.4", last: "10.9.0.9" }, "first", /in no address pool/],
  [{ first: "10.8.0.4", last: "10.9.0.9" }, "last", /not in 10\.8\.0\.0\/23/],
  [{ first: "10.8.0.1", last: "10.8.0.1" }, "first", /No device may have/],
])("a range %j cannot be reserved", async ({ first, last }, field, says) => {
  expect(await refusal(() => reserve(first, last))).toMatchObject({ field, sentence: expect.stringMatching(says) });
});

test("two who reserve the same range at once: one does; an operator does not", async () => {
  const { value, entries } = await watched(() => Promise.allSettled([reserve("10.8.1.0", "10.8.1.9"), reserve("10.8.1.5", "10.8.1.20")]));
  expect(value.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect(entries).toHaveLength(1);
  const operator = { ...admin, role: "operator" } as Actor;
  const body = ReserveRangeBody.parse({ first: "10.8.1.100", last: "10.8.1.110", note: "x" });
  expect(await refusal(() => reserveRange(as(operator), body))).toMatchObject({ code: "forbidden" });
  expect((await listPairs(as(operator), {})).rows).toHaveLength(50);
});

test("the table's pages go forward and back without a gap, by search too; the map's counts are the rows'", async () => {
  const seen: string[] = [];
  let cursor: string | undefined;
  let back: string | null = null;
  do {
    const page = await listPairs(as(admin), { q: "10.8.1", cursor });
    seen.push(...page.rows.map(({ ipv4 }) => ipv4));
    [cursor, back] = [page.next ?? undefined, page.previous];
  } while (cursor);
  expect(seen).toEqual(Array.from({ length: 255 }, (_, i) => `10.8.1.${i}`));
  const before = await listPairs(as(admin), { q: "10.8.1", cursor: back ?? undefined });
  expect(before.rows.map(({ ipv4 }) => ipv4)).toEqual(seen.slice(200, 250));
  expect((await listPairs(as(admin), { q: "cle" })).rows).toMatchObject([{ username: "cleo", device: "laptop" }]);
  expect((await listPairs(as(admin), { q: "fd7a:6ca6:e640:8000::10.8.1.77" })).rows).toMatchObject([{ ipv4: "10.8.1.77" }]);
  expect(await refusal(() => listPairs(as(admin), { cursor: "nonsense" }))).toMatchObject({ field: "cursor" });
  const map = await readMap(as(admin), {});
  expect(map.blocks).toHaveLength(4);
  const rows = await db().addressPair.groupBy({ by: ["state"], _count: true });
  for (const { state, _count } of rows) expect(map.blocks.reduce((sum, block) => sum + block[state], 0)).toBe(_count);
  const cells = await readMap(as(admin), { block: 0 });
  expect(cells.cells.slice(0, 3)).toMatchObject([{ state: "none" }, { state: "none" }, { state: "assigned", username: "cleo" }]);
  expect((await readMap(as(admin), { block: 3 })).cells.at(-1)).toMatchObject({ ipv4: "10.8.1.255", state: "none" });
});
