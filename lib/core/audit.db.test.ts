import { beforeAll, beforeEach, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { addPerson, addPersonWithProfile, as, newCluster } from "@/lib/lifecycle/cluster-for-tests";
import { offboardUser } from "@/lib/lifecycle/offboard-user";
import { onboard, OnboardBody } from "@/lib/users/onboard";
import { chainHash } from "./audit";
import type { Actor } from "./context";
import { readAudit } from "./read-audit";
import { verifyAudit } from "./verify-audit";

let admin: Actor;
beforeAll(async () => {
  admin = await newCluster();
  for (const username of ["ann", "bob", "carol"]) await addPersonWithProfile(as(admin), username);
  await offboardUser(as(admin), "bob", { confirm: "bob" });
  await onboard(as(admin), OnboardBody.parse({ username: "umlaut", name: 'Zoë Ⅷ 日本 🚢 "quoted"', email: null }));
});
type Row = Awaited<ReturnType<typeof rows>>[number];
const rows = () => db().auditEntry.findMany({ orderBy: { seq: "asc" } });
/** Somebody with the database's password, who can write what they like. */
const forge = async (seq: bigint, change: (row: Row) => Partial<Row>) => {
  const row = await db().auditEntry.findUniqueOrThrow({ where: { seq } });
  const { details, ...data } = change(row);
  await db().auditEntry.update({ where: { seq }, data: { ...data, ...(details === undefined ? {} : { details: details ?? {} }) } });
};

let kept: Row[] = [];
beforeEach(async () => {
  if (kept.length === 0) kept = await rows();
  else {
    await db().auditEntry.deleteMany();
    await db().auditEntry.createMany({ data: kept.map((row) => ({ ...row, details: row.details ?? {} })) });
  }
  expect(await verifyAudit()).toEqual({ ok: true, entries: kept.length });
});

test("the whole chain verifies: each entry follows the one before, the cluster's row names the last", async () => {
  const cluster = await db().cluster.findUniqueOrThrow({ where: { id: 1 } });
  expect(cluster).toMatchObject({ auditSeq: BigInt(kept.length), auditHead: kept.at(-1)?.hash });
  expect(kept.map((row) => row.action)).toEqual([
    "cluster.set-up",
    "user.add",
    "invitation.use",
    "user.add",
    "invitation.use",
    "user.add",
    "invitation.use",
    "user.offboard",
    "user.add",
  ]);
  expect(kept.map((row) => row.source)).toEqual(kept.map(() => "192.0.2.7"));
});

test.each<[string, (row: Row) => Partial<Row>]>([
  ["who", () => ({ actor: "somebody@else.example" })],
  ["when", (row) => ({ at: new Date(row.at.getTime() + 1) })],
  ["what", () => ({ action: "user.suspend" })],
  ["whom", () => ({ subject: "user carol" })],
  ["the details", (row) => ({ details: { ...(row.details as object), devices: [] } })],
  ["the source", () => ({ source: null })],
  ["what, with a hash that fits", (row) => ({ action: "user.suspend", hash: chainHash({ ...row, action: "user.suspend" }) })],
])("way.5 I10: an altered entry is found: %s", async (_what, change) => {
  await forge(8n, change);
  expect(await verifyAudit()).toMatchObject({ ok: false, seq: expect.toSatisfy((seq: bigint) => seq === 8n || seq === 9n) });
});

test("way.5 I10: a deleted entry is found, in the middle, at the beginning and at the end", async () => {
  for (const [seq, words] of [
    [5n, "Entry 5 is missing"],
    [1n, "Entry 1 is missing"],
    [9n, "last entries are missing"],
  ] as const) {
    await db().auditEntry.delete({ where: { seq } });
    expect(await verifyAudit()).toMatchObject({ ok: false, seq, sentence: expect.stringContaining(words) });
    const back = kept[Number(seq) - 1];
    if (back) await db().auditEntry.create({ data: { ...back, details: back.details ?? {} } });
  }
});

test("way.5 I10: two entries swapped are found: in the middle, at the beginning, at the head; and so is one that was put at either end", async () => {
  const swap = async (a: number, b: number) => {
    await db().$executeRawUnsafe(`UPDATE audit_entry SET seq = seq + 1000 WHERE seq IN (${a}, ${b})`);
    await db().$executeRawUnsafe(`UPDATE audit_entry SET seq = CASE seq WHEN ${1000 + a} THEN ${b} ELSE ${a} END WHERE seq > 1000`);
  };
  for (const [a, b] of [
    [3, 4],
    [1, 2],
    [8, 9],
    [1, 9],
  ] as const) {
    await swap(a, b);
    expect(await verifyAudit()).toMatchObject({ ok: false, seq: BigInt(a) });
    await swap(a, b);
    expect(await verifyAudit()).toMatchObject({ ok: true });
  }
  const [first, last] = [kept[0], kept.at(-1)];
  if (!first || !last) throw new Error("none");
  const extra = { ...last, seq: last.seq + 1n, previous: last.hash, details: {} };
  await db().auditEntry.create({ data: { ...extra, hash: chainHash(extra) } });
  expect(await verifyAudit()).toMatchObject({ ok: false, sentence: expect.stringContaining("from elsewhere") });
  await db().auditEntry.delete({ where: { seq: extra.seq } });
  await db().auditEntry.create({ data: { ...first, seq: 0n, details: {}, hash: "0".repeat(63) + "1" } });
  expect(await verifyAudit()).toMatchObject({ ok: false, seq: 0n, sentence: expect.stringContaining("before the first") });
});

test("way.5 I10: an altered first or last entry is found, and so are swapped contents under their own numbers", async () => {
  for (const seq of [1n, 9n]) {
    await forge(seq, () => ({ actor: "somebody@else.example" }));
    expect(await verifyAudit()).toEqual({ ok: false, seq, sentence: `Entry ${seq} was altered.` });
    await forge(seq, (row) => ({ actor: kept[Number(row.seq) - 1]?.actor ?? "" }));
  }
  const [third, fourth] = [kept[2], kept[3]];
  if (!third || !fourth) throw new Error("none");
  const said = ({ actor, action, subject, details }: Row) => ({ actor, action, subject, details });
  await forge(3n, () => said(fourth));
  await forge(4n, () => said(third));
  expect(await verifyAudit()).toMatchObject({ ok: false, seq: 3n });
});

test("I10: a chain rewritten from some entry on, every hash anew, does not end in the cluster's head", async () => {
  let previous = kept[3]?.hash ?? "";
  for (const row of kept.slice(4)) {
    const forged = { ...row, previous, actor: "nobody" };
    previous = chainHash(forged);
    await db().auditEntry.update({ where: { seq: row.seq }, data: { actor: "nobody", previous: forged.previous, hash: previous } });
  }
  expect(await verifyAudit()).toMatchObject({ ok: false, seq: 9n, sentence: expect.stringContaining("the cluster calls its last") });
});

test("a page of the log, newest first, by subject, for those who may; and a verification beside 30 changes is not alarmed", async () => {
  const first = await readAudit(as(admin), { limit: 4 });
  expect(first.entries.map(({ seq }) => seq)).toEqual([9n, 8n, 7n, 6n]);
  const second = await readAudit(as(admin), { limit: 4, before: first.next ?? 0n });
  expect(second.entries.map(({ seq }) => seq)).toEqual([5n, 4n, 3n, 2n]);
  expect((await readAudit(as(admin), { subject: "user bob" })).entries.map(({ action }) => action)).toEqual([
    "user.offboard",
    "invitation.use",
    "user.add",
  ]);
  await expect(readAudit(as({ ...admin, role: "operator" } as Actor))).rejects.toMatchObject({ code: "forbidden" });
  const verdicts: boolean[] = [];
  const changes = Promise.all(Array.from({ length: 30 }, (_, i) => addPerson(as(admin), `busy${i}`)));
  let going = true;
  void changes.finally(() => (going = false));
  while (going) verdicts.push((await verifyAudit()).ok);
  await changes;
  expect(verdicts.every(Boolean)).toBe(true);
  kept = await rows();
});
