import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { record } from "@/lib/core/record";
import { db } from "@/lib/db/client";
import {
  addEnrolledNode,
  addPerson,
  admittedBy,
  as,
  newCluster,
  newCsr,
  openConnections,
  pull,
  refusal,
  useLink,
  watched,
  type TestNode,
} from "@/lib/lifecycle/cluster-for-tests";
import { crlHas } from "@/lib/pki/crl-gate";
import { readCsr } from "@/lib/pki/csr";
import { keepCertificate, reserveCertificate, signReserved } from "@/lib/pki/issue-certificate";
import { readCrls } from "@/lib/pki/read-files";
import { commit } from "@/lib/core/commit";
import { revokeUnfinished } from "./revoke-unfinished";

let admin: Actor;
let node: TestNode;
beforeAll(async () => {
  admin = await newCluster();
  node = await addEnrolledNode(as(admin), "vpn1");
});
// The CRL's clock must be right; the job's patience is asked with another.
const later = async () => {
  await db().$executeRaw`UPDATE certificate SET reserved_at = reserved_at - interval '61 seconds' WHERE der IS NULL`;
  return revokeUnfinished(as({ kind: "portal" }));
};
const isListed = async (serial: string) => crlHas((await readCrls())[0] ?? new Uint8Array(), serial);

/** All that useInvitation does before it signs: as when the portal was killed right then. */
async function reserveAndDie(username: string) {
  const person = await addPerson(as(admin), username);
  const csr = readCsr(await newCsr(`${username}.laptop.1`));
  const ctx = as({ kind: "invitation", id: person.invitationId });
  const reservation = await record(ctx, "invitation.use", async (tx) => {
    const made = await reserveCertificate(tx, ctx, { kind: "device", deviceId: person.deviceId }, `${username}.laptop.1`, csr);
    await tx.device.update({ where: { id: person.deviceId }, data: { lastNumber: 1 } });
    await tx.invitation.update({ where: { id: person.invitationId }, data: { serial: made.serial } });
    return { value: made, changed: false };
  });
  return { person, csr, ctx, reservation };
}

test("way.5 I3: killed between reserving and keeping: the serial counts as revoked, the CRL lists it, and the invitation works again with the next name", async () => {
  const { person, reservation } = await reserveAndDie("ann");
  expect(await revokeUnfinished(as({ kind: "portal" })), "not before its minute").toBe(false);
  const { value, entries, moved } = await watched(later);
  expect(value).toBe(true);
  expect(entries).toEqual(["portal: certificate.revoke-unfinished authority"]);
  expect(moved).toBe(1);
  expect(await isListed(reservation.serial)).toBe(true);
  expect(await db().revocation.findUniqueOrThrow({ where: { serial: reservation.serial } })).toMatchObject({
    revokedBy: "portal",
    reason: 0,
  });
  const serial = await useLink(person.token);
  expect(serial).not.toBe(reservation.serial);
  expect(admittedBy(await pull(node))).toEqual(["ann.laptop.2"]);
  expect(await watched(later)).toMatchObject({ value: false, entries: [], moved: 0 });
});

test("way.5 I3: killed after signing: a certificate that was revoked meanwhile is kept by nobody, and was handed out to nobody", async () => {
  const { csr, ctx, reservation } = await reserveAndDie("bob");
  const der = await signReserved(reservation, csr);
  expect(await later()).toBe(true);
  expect(
    await refusal(() =>
      commit(ctx, "invitation.use", async (tx) => {
        await keepCertificate(tx, ctx, reservation, der);
        return { value: null, audit: { action: "invitation.use", subject: "user bob" }, nodes: "must see" };
      }),
    ),
  ).toMatchObject({ code: "gone", sentence: expect.stringContaining("revoked before it was finished") });
  expect(await db().certificate.findUniqueOrThrow({ where: { serial: reservation.serial } })).toMatchObject({ der: null, revision: null });
  expect(await isListed(reservation.serial)).toBe(true);
});

test("two portals, and eight at once: one of them revokes; what is finished is left alone", async () => {
  const [one, two] = [await reserveAndDie("carol"), await reserveAndDie("dan")];
  await db().$executeRaw`UPDATE certificate SET reserved_at = reserved_at - interval '61 seconds'`;
  await openConnections();
  const { value, entries } = await watched(() => Promise.all(Array.from({ length: 8 }, () => revokeUnfinished(as({ kind: "portal" })))));
  expect(value.filter(Boolean)).toHaveLength(1);
  expect(entries).toHaveLength(1);
  expect(await db().revocation.count({ where: { serial: { in: [one.reservation.serial, two.reservation.serial] } } })).toBe(2);
  expect(await db().certificate.count({ where: { der: { not: null }, revocation: { isNot: null } } })).toBe(0);
});

test("I3: the database takes no serial twice, no key twice and no common name of a device twice", async () => {
  const [first] = await db().certificate.findMany({ where: { kind: "device" } });
  if (!first) throw new Error("none");
  // The database makes the fingerprint by itself.
  const { invitation: _i, fingerprint: _f, ...row } = { ...first, der: null, invitation: null };
  const other = { ...row, serial: `1${"0".repeat(39)}`, spkiSha256: "x", commonName: "other.laptop.1" };
  await expect(db().certificate.create({ data: { ...other, serial: first.serial } })).rejects.toThrow(/Unique constraint/);
  await expect(db().certificate.create({ data: { ...other, spkiSha256: first.spkiSha256 } })).rejects.toThrow(/Unique constraint/);
  await expect(db().certificate.create({ data: { ...other, commonName: first.commonName } })).rejects.toThrow(/Unique constraint/);
});
