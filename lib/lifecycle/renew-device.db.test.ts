import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { retireSuperseded } from "@/lib/jobs/retire-superseded";
import { readReceipts } from "@/lib/nodes/read-receipts";
import { storeReport } from "@/lib/nodes/store-report";
import { crlHas } from "@/lib/pki/crl-gate";
import { readCrls } from "@/lib/pki/read-files";
import {
  addEnrolledNode,
  addPerson,
  addPersonWithProfile,
  admittedBy,
  as,
  newCluster,
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
import { renewDevice } from "./renew-device";
import { resumeUser } from "./resume-user";
import { revokeDevice } from "./revoke-device";
import { suspendUser } from "./suspend-user";

let admin: Actor;
let node: TestNode;
beforeAll(async () => {
  admin = await newCluster();
  node = await addEnrolledNode(as(admin), "vpn1");
});
const DAY = 86_400_000;
async function renewed(deviceId: string, now?: () => Date): Promise<string> {
  const done = await renewDevice(as(admin, now), deviceId);
  if (done.replayed) throw new Error("replayed");
  return useLink(done.value.token, undefined, { now });
}
const connects = (commonName: string, clientId = 1) =>
  storeReport(
    nodeContext(node),
    reportOf(node, {
      vpnSessions: [
        { commonName, clientId, ipv4: null, ipv6: null, source: "203.0.113.5:1", since: new Date().toISOString(), bytesIn: 0, bytesOut: 0 },
      ],
    }),
  );
const job = (now?: () => Date) => retireSuperseded(as({ kind: "portal" }, now));
const admitted = async (username: string) => admittedBy(await pull(node)).filter((name) => name.startsWith(`${username}.`));
const listed = async (serial: string) => crlHas((await readCrls())[0] ?? new Uint8Array(), serial);

test("I1: a renewal issues the next certificate beside the old one, with the same pair; the link alone changes no node", async () => {
  const ann = await addPersonWithProfile(as(admin), "ann");
  const link = await watched(() => renewDevice(as(admin), ann.deviceId));
  expect([link.entries, link.moved]).toEqual([["ada@example.org: device.renew user ann"], 0]);
  if (link.value.replayed) throw new Error("replayed");
  const { token, id } = link.value.value;
  const used = await watched(() => useLink(token));
  expect([used.entries, used.moved]).toEqual([[`invitation ${id}: invitation.use user ann`], 1]);
  const bundle = await pull(node);
  const files = bundle?.files.filter(({ path }) => path.startsWith("ccd/ann.")) ?? [];
  expect(files.map(({ path }) => path)).toEqual(["ccd/ann.laptop.1", "ccd/ann.laptop.2"]);
  expect(files[0]?.content).toBe(files[1]?.content);
  expect(files[0]?.content).toContain(ann.ipv4);
  const old = await db().certificate.findUniqueOrThrow({ where: { serial: ann.serial } });
  expect(Math.round(((old.overlapEndsAt?.getTime() ?? 0) - Date.now()) / DAY)).toBe(14);
  expect(await job()).toBe(false);
});

test("I6: the first sight of the new one retires the old: revoked as superseded, no ccd file, receipts", async () => {
  const old = await db().certificate.findFirstOrThrow({ where: { commonName: "ann.laptop.1" } });
  await connects("ann.laptop.1");
  expect(await job()).toBe(false);
  const seen = await watched(() => connects("ann.laptop.2"));
  expect([seen.entries, seen.moved]).toEqual([[], 0]);
  const { value, entries, moved } = await watched(() => job());
  expect([value, entries, moved]).toEqual([true, ["portal: certificate.retire user ann"], 1]);
  expect(await admitted("ann")).toEqual(["ann.laptop.2"]);
  expect(await listed(old.serial)).toBe(true);
  expect(await db().revocation.findUniqueOrThrow({ where: { serial: old.serial } })).toMatchObject({ reason: 4 });
  expect(await readReceipts(as(admin), "ann")).toMatchObject({
    cause: "superseded",
    commonNames: ["ann.laptop.1"],
    nodes: [{ state: "waiting" }],
  });
  expect(await job()).toBe(false);
});

test("the end of the overlap retires the old one, although nobody has used the new one", async () => {
  const bob = await addPersonWithProfile(as(admin), "bob");
  await renewed(bob.deviceId);
  // Nodes and PostgreSQL would contradict a clock that is days ahead: the days pass in the row instead.
  await db().certificate.update({ where: { serial: bob.serial }, data: { overlapEndsAt: new Date(Date.now() - 1000) } });
  expect(await job(() => new Date(Date.now() + 60_000))).toBe(false);
  expect(await admitted("bob")).toEqual(["bob.laptop.1", "bob.laptop.2"]);
  expect(await job()).toBe(true);
  expect(await admitted("bob")).toEqual(["bob.laptop.2"]);
});

test("what was superseded in a suspension does not come back with the resumption; the new one does", async () => {
  const cy = await addPersonWithProfile(as(admin), "cy");
  await renewed(cy.deviceId);
  await suspendUser(as(admin), "cy");
  expect(await admitted("cy")).toEqual([]);
  expect((await db().certificate.findUniqueOrThrow({ where: { serial: cy.serial } })).overlapEndsAt).not.toBeNull();
  await db().certificate.update({ where: { serial: cy.serial }, data: { overlapEndsAt: new Date(Date.now() - 1000) } });
  expect(await job()).toBe(true);
  expect(await listed(cy.serial)).toBe(true);
  expect((await resumeUser(as(admin), "cy")).value).toMatchObject({ commonNames: ["cy.laptop.2"] });
  expect(await admitted("cy")).toEqual(["cy.laptop.2"]);
});

test("a VPN session of somebody suspended is no first sight: it is on its way out", async () => {
  const dee = await addPersonWithProfile(as(admin), "dee");
  await renewed(dee.deviceId);
  await suspendUser(as(admin), "dee");
  await connects("dee.laptop.2", 7);
  expect(await db().certificate.count({ where: { commonName: "dee.laptop.2", firstSeenAt: null } })).toBe(1);
});

test("an offboarding in the overlap ends both", async () => {
  const eli = await addPersonWithProfile(as(admin), "eli");
  const next = await renewed(eli.deviceId);
  await offboardUser(as(admin), "eli", { confirm: "eli" });
  expect([await listed(eli.serial), await listed(next)]).toEqual([true, true]);
  expect(await admitted("eli")).toEqual([]);
  expect(await job()).toBe(false);
});

test("refused: no profile yet, a revoked device, a suspended user, an auditor, no such device", async () => {
  const fay = await addPerson(as(admin), "fay");
  expect(await refusal(() => renewDevice(as(admin), fay.deviceId))).toMatchObject({
    code: "state",
    sentence: expect.stringContaining("no profile yet"),
  });
  const gus = await addPersonWithProfile(as(admin), "gus");
  expect(await refusal(() => renewDevice(as({ ...admin, role: "auditor" } as Actor), gus.deviceId))).toMatchObject({ code: "forbidden" });
  await suspendUser(as(admin), "gus");
  expect(await refusal(() => renewDevice(as(admin), gus.deviceId))).toMatchObject({
    code: "state",
    sentence: expect.stringContaining("suspended"),
  });
  await resumeUser(as(admin), "gus");
  await revokeDevice(as(admin), gus.deviceId, { reason: "superseded" });
  expect(await refusal(() => renewDevice(as(admin), gus.deviceId))).toMatchObject({ code: "state" });
  expect(await refusal(() => renewDevice(as(admin), crypto.randomUUID()))).toMatchObject({ code: "missing" });
});

test("I3, I9: first sights, retirements, renewals and suspensions that meet neither deadlock nor leave two good profiles", async () => {
  const people = await Promise.all(["r1", "r2", "r3", "r4"].map((name) => addPersonWithProfile(as(admin), name)));
  for (const person of people) await renewed(person.deviceId);
  await openConnections();
  const ends = await Promise.allSettled([
    ...people.map(({ username }, i) => connects(`${username}.laptop.2`, 20 + i)),
    ...people.map(({ username }) => suspendUser(as(admin), username)),
    ...people.map(({ deviceId }) => renewed(deviceId)),
    job(),
    job(),
  ]);
  for (const end of ends)
    if (end.status === "rejected") expect(end.reason).toMatchObject({ code: expect.stringMatching(/^(state|gone)$/) });
  for (const { username } of people) await resumeUser(as(admin), username);
  await db().certificate.updateMany({ where: { overlapEndsAt: { not: null } }, data: { overlapEndsAt: new Date(Date.now() - 1000) } });
  await job();
  for (const { username } of people) expect(await admitted(username)).toHaveLength(1);
});

test("I6: a further renewal does not put off the end of a profile that was replaced already, nor of one whose successor was used", async () => {
  const ida = await addPersonWithProfile(as(admin), "ida");
  await renewed(ida.deviceId);
  const ends = async () => (await db().certificate.findUniqueOrThrow({ where: { serial: ida.serial } })).overlapEndsAt;
  const first = await ends();
  await renewed(ida.deviceId, () => new Date(Date.now() + DAY));
  expect(await ends()).toEqual(first);
  await connects("ida.laptop.2", 40);
  const used = await ends();
  expect(used?.getTime()).toBeLessThan(Date.now() + 1_000);
  await renewed(ida.deviceId, () => new Date(Date.now() + DAY + 3_600_000));
  expect(await ends()).toEqual(used);
});
