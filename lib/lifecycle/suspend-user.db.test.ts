import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { expireCertificates } from "@/lib/jobs/expire-certificates";
import { readReceipts } from "@/lib/nodes/read-receipts";
import { storeReport } from "@/lib/nodes/store-report";
import { crlHas } from "@/lib/pki/crl-gate";
import { readCrls } from "@/lib/pki/read-files";
import { readUser } from "@/lib/users/read";
import {
  addEnrolledNode,
  addPerson,
  addPersonWithProfile,
  admittedBy,
  as,
  newCluster,
  newCsr,
  nodeContext,
  openConnections,
  pull,
  refusal,
  reportOf,
  useLink,
  watched,
  type TestNode,
} from "./cluster-for-tests";
import { offboardUser } from "./offboard-user";
import { resumeUser } from "./resume-user";
import { loseDevice } from "./revoke-device";
import { suspendUser } from "./suspend-user";

let admin: Actor;
let node: TestNode;
beforeAll(async () => {
  admin = await newCluster();
  node = await addEnrolledNode(as(admin), "vpn1");
});
const suspend = (username: string) => suspendUser(as(admin), username);
const resume = (username: string) => resumeUser(as(admin), username);
const listed = async (serial: string) => crlHas((await readCrls())[0] ?? new Uint8Array(), serial);
const answer = (commonName: string, revision: bigint, clear: boolean) => {
  const at = new Date().toISOString();
  const receipt = { commonName, revision: Number(revision), refusedAt: at, clearAt: clear ? at : null, barriers: "both" as const };
  return storeReport(nodeContext(node), reportOf(node, { receipts: [receipt] }));
};
const receipts = (username: string) => readReceipts(as(admin), username);

test("I6: a suspension takes the ccd file at one revision and asks for receipts; nothing is revoked, the pair stays", async () => {
  const ann = await addPersonWithProfile(as(admin), "ann");
  const { value, entries, moved } = await watched(() => suspend("ann"));
  expect([entries, moved]).toEqual([["ada@example.org: user.suspend user ann"], 1]);
  expect(value.value).toEqual({ username: "ann", commonNames: ["ann.laptop.1"] });
  const bundle = await pull(node);
  expect(admittedBy(bundle)).not.toContain("ann.laptop.1");
  expect(bundle?.removals).toEqual([
    { commonName: "ann.laptop.1", revision: Number(value.revision), ipv4: ann.ipv4, ipv6: ann.ipv6, serial: null },
  ]);
  expect(await listed(ann.serial)).toBe(false);
  expect(await db().revocation.count({ where: { serial: ann.serial } })).toBe(0);
  expect(await db().addressPair.findUniqueOrThrow({ where: { ipv4: ann.ipv4 } })).toMatchObject({
    state: "assigned",
    deviceId: ann.deviceId,
  });
  expect((await readUser(as(admin), "ann"))?.devices[0]?.certificates).toMatchObject([{ state: "suspended" }]);
  expect(await receipts("ann")).toMatchObject({ cause: "suspended", revision: value.revision, nodes: [{ state: "waiting" }] });
});

test("I1: a resumption admits the same certificate again with the same pair, at a new revision", async () => {
  const before = (await pull(node))?.to ?? 0;
  const { value, entries, moved } = await watched(() => resume("ann"));
  expect([entries, moved]).toEqual([["ada@example.org: user.resume user ann"], 1]);
  const bundle = await pull(node);
  expect(bundle?.to).toBe(before + 1);
  const ann = await db().device.findFirstOrThrow({ where: { user: { username: "ann" } } });
  expect(bundle?.files.find(({ path }) => path === "ccd/ann.laptop.1")?.content).toContain(`ifconfig-push ${ann.ipv4} `);
  // The node had not answered: a bundle that admits the name cannot remove it as well.
  expect(bundle?.removals).toEqual([]);
  expect(await receipts("ann")).toMatchObject({ cause: "suspended", endRevision: value.revision, nodes: [{ state: "waiting" }] });
  expect((await readUser(as(admin), "ann"))?.devices[0]?.certificates).toMatchObject([{ state: "valid" }]);
});

test("a receipt of the first suspension is none of the second: each has its own, and the node is asked again", async () => {
  await addPersonWithProfile(as(admin), "bob");
  const first = await suspend("bob");
  expect(await answer("bob.laptop.1", first.revision, true)).toEqual({ acknowledged: ["bob.laptop.1"] });
  expect((await pull(node))?.removals.map(({ commonName }) => commonName)).not.toContain("bob.laptop.1");
  await resume("bob");
  const second = await suspend("bob");
  expect((await pull(node))?.removals).toMatchObject([{ commonName: "bob.laptop.1", revision: Number(second.revision) }]);
  expect(await receipts("bob")).toMatchObject({
    revision: second.revision,
    nodes: [{ state: "waiting" }],
    earlier: [{ revision: first.revision, refused: 1, clear: 1, nodes: 1 }],
  });
  // A late word about the first is kept as what it is.
  expect(await answer("bob.laptop.1", first.revision, true)).toEqual({ acknowledged: ["bob.laptop.1"] });
  expect(await receipts("bob")).toMatchObject({ nodes: [{ state: "waiting" }] });
  await answer("bob.laptop.1", second.revision, false);
  expect(await receipts("bob")).toMatchObject({ nodes: [{ state: "refused" }] });
});

test("I5, I6: a suspended user who is offboarded is revoked, and every node owes a proof anew", async () => {
  const carol = await addPersonWithProfile(as(admin), "carol");
  const suspended = await suspend("carol");
  await answer("carol.laptop.1", suspended.revision, true);
  const done = await offboardUser(as(admin), "carol", { confirm: "carol" });
  expect(done.value).toMatchObject({ commonNames: ["carol.laptop.1"] });
  expect(await listed(carol.serial)).toBe(true);
  expect((await pull(node))?.removals).toContainEqual(
    expect.objectContaining({ commonName: "carol.laptop.1", revision: Number(done.revision), serial: carol.serial }),
  );
  expect(await receipts("carol")).toMatchObject({ cause: "offboarded", revision: done.revision, nodes: [{ state: "waiting" }] });
  expect(await refusal(() => resume("carol"))).toMatchObject({ code: "state", sentence: expect.stringContaining("carol is offboarded") });
});

test("a device lost while its user is suspended stays out when the user is resumed", async () => {
  const dan = await addPersonWithProfile(as(admin), "dan");
  await suspend("dan");
  const { entries } = await watched(() => loseDevice(as(admin), dan.deviceId));
  expect(entries).toEqual(["ada@example.org: device.lost user dan"]);
  expect(await db().revocation.findUniqueOrThrow({ where: { serial: dan.serial } })).toMatchObject({ reason: 1 });
  const resumed = await resume("dan");
  expect(resumed.value).toEqual({ username: "dan", commonNames: [] });
  expect(admittedBy(await pull(node))).not.toContain("dan.laptop.1");
  expect((await readUser(as(admin), "dan"))?.devices).toMatchObject([{ lost: true }]);
});

test("a certificate that had ended before the suspension does not come back; one that ends in it is ended after", async () => {
  const [eve, fay] = [await addPersonWithProfile(as(admin), "eve"), await addPersonWithProfile(as(admin), "fay")];
  const end = (serial: string) => db().certificate.update({ where: { serial }, data: { notAfter: new Date(Date.now() - 1000) } });
  const job = () => expireCertificates(as({ kind: "portal" }));
  await end(eve.serial);
  expect(await job()).toBe(true);
  await suspend("eve");
  await suspend("fay");
  await end(fay.serial);
  expect(await job()).toBe(false);
  expect((await resume("eve")).value).toMatchObject({ commonNames: [] });
  await resume("fay");
  expect(await job()).toBe(true);
  const admitted = admittedBy(await pull(node));
  expect(admitted.filter((name) => /^(eve|fay)/.test(name))).toEqual([]);
  expect((await receipts("fay")).cause).toBe("expired");
});

test("an invitation waits for the resumption; its use while suspended is refused and changes nothing", async () => {
  const gil = await addPerson(as(admin), "gil");
  await suspend("gil");
  expect(await refusal(() => useLink(gil.token))).toMatchObject({ code: "gone", sentence: expect.stringContaining("suspended") });
  await resume("gil");
  const serial = await useLink(gil.token, await newCsr("gil.laptop.1"));
  expect(await db().certificate.findUniqueOrThrow({ where: { serial } })).toMatchObject({ removalRevision: null });
});

test("refused: suspended already, not suspended, nobody of that name, an auditor, a node", async () => {
  await addPerson(as(admin), "hal");
  expect(await refusal(() => resume("hal"))).toMatchObject({ code: "state", sentence: "hal is not suspended." });
  await suspend("hal");
  expect(await refusal(() => suspend("hal"))).toMatchObject({ code: "state", sentence: "hal is suspended already." });
  expect(await refusal(() => suspend("ghost"))).toMatchObject({ code: "missing" });
  const auditor = as({ ...admin, role: "auditor" } as Actor);
  expect(await refusal(() => resumeUser(auditor, "hal"))).toMatchObject({ code: "forbidden" });
  expect(await refusal(() => suspendUser(nodeContext(node), "hal"))).toMatchObject({ code: "forbidden" });
});

test("I9, I10: twenty suspensions at once happen once; with one key all get the answer", async () => {
  await addPersonWithProfile(as(admin), "ida");
  await openConnections();
  const race = await watched(() => Promise.allSettled(Array.from({ length: 20 }, () => suspend("ida"))));
  expect(race.value.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect([race.entries.length, race.moved]).toEqual([1, 1]);
  const again = await watched(() => Promise.all(Array.from({ length: 20 }, () => resumeUser(as(admin, undefined, "undo"), "ida"))));
  expect([again.entries.length, again.moved]).toEqual([1, 1]);
});

test("I6: an offboarding, a suspension and a resumption that meet leave nobody admitted, whatever their order", async () => {
  const names = ["kim", "lea", "max", "ned", "oda"];
  for (const name of names) await addPersonWithProfile(as(admin), name);
  await openConnections();
  await Promise.all(
    names.flatMap((name) => [
      suspend(name).catch(() => null),
      resume(name).catch(() => null),
      offboardUser(as(admin), name, { confirm: name }),
      resume(name).catch(() => null),
    ]),
  );
  const users = await db().user.findMany({ where: { username: { in: names } }, select: { state: true } });
  expect(users.map(({ state }) => state)).toEqual(names.map(() => "offboarded"));
  expect(admittedBy(await pull(node)).filter((name) => names.includes(name.split(".")[0] ?? ""))).toEqual([]);
  const certificates = await db().certificate.findMany({
    where: { device: { user: { username: { in: names } } } },
    include: { revocation: true },
  });
  expect(certificates.every(({ revocation, removalRevision }) => revocation !== null && removalRevision !== null)).toBe(true);
});
