import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { readReceipts } from "@/lib/nodes/read-receipts";
import { storeReport } from "@/lib/nodes/store-report";
import { crlHas } from "@/lib/pki/crl-gate";
import { readCrls } from "@/lib/pki/read-files";
import { addDevice } from "@/lib/users/add-device";
import {
  addEnrolledNode,
  addPerson,
  addPersonWithProfile,
  admittedBy,
  as,
  newCluster,
  nodeContext,
  pull,
  refusal,
  reportOf,
  useLink,
  watched,
  type TestNode,
} from "./cluster-for-tests";
import { offboardUser } from "./offboard-user";
import { revokeDevice, RevokeDeviceBody } from "./revoke-device";

let admin: Actor;
let node: TestNode;
beforeAll(async () => {
  admin = await newCluster();
  node = await addEnrolledNode(as(admin), "vpn1");
});
const listed = async (serial: string) => {
  const [der] = await readCrls();
  return der ? crlHas(der, serial) : false;
};

test("I6: an offboarding takes certificates, invitations and pairs in one revision; bundle and CRL say so at once", async () => {
  const ann = await addPersonWithProfile(as(admin), "ann");
  const phone = await addDevice(as(admin), "ann", { name: "phone" });
  if (phone.replayed) throw new Error("replayed");
  expect(admittedBy(await pull(node))).toEqual(["ann.laptop.1"]);
  expect(await listed(ann.serial)).toBe(false);

  const at = new Date();
  const { value, entries, moved } = await watched(() =>
    offboardUser(
      as(admin, () => at),
      "ann",
      { confirm: "ann" },
    ),
  );
  expect(entries).toEqual(["ada@example.org: user.offboard user ann"]);
  expect(moved).toBe(1);
  expect(value.value).toEqual({ username: "ann", devices: 2, commonNames: ["ann.laptop.1"] });
  expect(await db().user.findUniqueOrThrow({ where: { username: "ann" } })).toMatchObject({
    state: "offboarded",
    offboardedAt: at,
    offboardRevision: value.revision,
  });

  const bundle = await pull(node);
  expect(admittedBy(bundle)).toEqual([]);
  expect(bundle?.to).toBe(Number(value.revision));
  expect(bundle?.removals).toEqual([
    { commonName: "ann.laptop.1", revision: Number(value.revision), ipv4: ann.ipv4, ipv6: ann.ipv6, serial: ann.serial },
  ]);
  expect(await listed(ann.serial)).toBe(true);
  expect(await db().addressPair.findMany({ where: { state: "assigned" } })).toEqual([]);
  expect(await db().addressPair.findUniqueOrThrow({ where: { ipv4: ann.ipv4 } })).toMatchObject({
    state: "quarantined",
    releasedAt: at,
    releaseRevision: value.revision,
  });
  expect(await refusal(() => useLink(phone.value.invitation.token))).toMatchObject({
    code: "gone",
    sentence: expect.stringContaining("no longer holds"),
  });
});

test("a node's receipt is what the page shows, with the time from the commit; then the node is asked no more", async () => {
  const bob = await addPersonWithProfile(as(admin), "bob");
  const { revision, value } = await offboardUser(as(admin), "bob", { confirm: "bob" });
  expect(value).toMatchObject({ commonNames: [bob.commonName] });
  expect((await readReceipts(as(admin), "bob")).nodes).toMatchObject([{ name: "vpn1", state: "waiting", refusedAfterMs: null }]);
  const refusedAt = new Date().toISOString();
  const receipt = { commonName: bob.commonName, revision: Number(revision), refusedAt, clearAt: null, barriers: "both" as const };
  expect(await storeReport(nodeContext(node), reportOf(node, { revision: Number(revision), receipts: [receipt] }))).toEqual({
    acknowledged: [],
  });
  const [refused] = (await readReceipts(as(admin), "bob")).nodes;
  expect(refused).toMatchObject({ state: "refused", barriers: "both", refusedAfterMs: expect.any(Number), clearAfterMs: null });
  expect((await pull(node))?.removals.map((removal) => removal.commonName)).toContain(bob.commonName);
  expect(
    await storeReport(
      nodeContext(node),
      reportOf(node, { revision: Number(revision), receipts: [{ ...receipt, clearAt: new Date().toISOString() }] }),
    ),
  ).toEqual({ acknowledged: [bob.commonName] });
  expect((await readReceipts(as(admin), "bob")).nodes).toMatchObject([{ state: "clear", mayAdmitUntil: null }]);
  expect((await pull(node))?.removals.map((removal) => removal.commonName)).not.toContain(bob.commonName);
});

test("refused: a confirmation that is another name, somebody offboarded already, nobody, a role that may not", async () => {
  await addPerson(as(admin), "carol");
  expect(await refusal(() => offboardUser(as(admin), "carol", { confirm: "carl" }))).toEqual({
    code: "invalid",
    field: "confirm",
    sentence: "Type the username carol to confirm.",
  });
  expect(await refusal(() => offboardUser(as(admin), "ann", { confirm: "ann" }))).toMatchObject({
    code: "state",
    sentence: "ann is offboarded already.",
  });
  expect(await refusal(() => offboardUser(as(admin), "ghost", { confirm: "ghost" }))).toMatchObject({ code: "missing" });
  expect(await refusal(() => offboardUser(as({ ...admin, role: "auditor" } as Actor), "carol", { confirm: "carol" }))).toMatchObject({
    code: "forbidden",
  });
  expect(await refusal(() => offboardUser(nodeContext(node), "carol", { confirm: "carol" }))).toMatchObject({ code: "forbidden" });
});

test("I9: twenty offboardings of one user at once happen once; with one key they all get the answer", async () => {
  await addPersonWithProfile(as(admin), "dan");
  const {
    value: ends,
    entries,
    moved,
  } = await watched(() => Promise.allSettled(Array.from({ length: 20 }, () => offboardUser(as(admin), "dan", { confirm: "dan" }))));
  expect(ends.filter((end) => end.status === "fulfilled")).toHaveLength(1);
  for (const end of ends)
    if (end.status === "rejected") expect(end.reason).toMatchObject({ code: "state", sentence: "dan is offboarded already." });
  expect([entries.length, moved]).toEqual([1, 1]);
  await addPersonWithProfile(as(admin), "eve");
  const { value: same, entries: once } = await watched(() =>
    Promise.all(Array.from({ length: 20 }, () => offboardUser(as(admin, undefined, "one click"), "eve", { confirm: "eve" }))),
  );
  expect(once).toHaveLength(1);
  const first = same.find(({ replayed }) => !replayed);
  for (const { value, replayed } of same)
    expect(value).toEqual({
      ...(replayed ? { revision: String(first?.revision) } : {}),
      username: "eve",
      devices: 1,
      commonNames: ["eve.laptop.1"],
    });
  expect(same.filter(({ replayed }) => !replayed)).toHaveLength(1);
});

test("a revoked device is out for ever with its reason in the CRL; its user keeps the others; I1 the pair stays written on it", async () => {
  const fay = await addPersonWithProfile(as(admin), "fay");
  const phone = await addDevice(as(admin), "fay", { name: "phone" });
  if (phone.replayed) throw new Error("replayed");
  await useLink(phone.value.invitation.token);
  const { value, entries, moved } = await watched(() => revokeDevice(as(admin), fay.deviceId, { reason: "keyCompromise" }));
  expect(entries).toEqual(["ada@example.org: device.revoke user fay"]);
  expect(moved).toBe(1);
  expect(value.value).toEqual({ device: "laptop", commonNames: ["fay.laptop.1"] });
  expect(admittedBy(await pull(node))).toEqual(["fay.phone.1"]);
  expect(await listed(fay.serial)).toBe(true);
  expect(await db().revocation.findUniqueOrThrow({ where: { serial: fay.serial } })).toMatchObject({
    reason: 1,
    revokedBy: "ada@example.org",
  });
  expect(await db().device.findUniqueOrThrow({ where: { id: fay.deviceId } })).toMatchObject({
    ipv4: fay.ipv4,
    ipv6: fay.ipv6,
    removedAt: expect.any(Date),
  });
  expect(await refusal(() => revokeDevice(as(admin), fay.deviceId, { reason: "superseded" }))).toMatchObject({
    code: "state",
    sentence: expect.stringContaining("revoked already"),
  });
  expect(await refusal(() => revokeDevice(as(admin), crypto.randomUUID(), { reason: "superseded" }))).toMatchObject({ code: "missing" });
  expect(RevokeDeviceBody.safeParse({ reason: "removeFromCRL" }).error?.issues[0]?.path).toEqual(["reason"]);
});

test("I5: a revocation is a fact that the database neither changes nor forgets", async () => {
  const { serial } = await db().revocation.findFirstOrThrow();
  await expect(db().revocation.delete({ where: { serial } })).rejects.toThrow(/is a fact/);
  await expect(db().revocation.update({ where: { serial }, data: { reason: 0 } })).rejects.toThrow(/is a fact/);
});
