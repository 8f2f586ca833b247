import { X509Certificate } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { readCsr } from "@/lib/pki/csr";
import { spkiSha256 } from "@/lib/pki/keys";
import { makeCsr, newKeyPair } from "@/lib/pki/make-csr";
import { toPem } from "@/lib/pki/pem";
import { invite } from "@/lib/users/invite";
import {
  addEnrolledNode,
  addPerson,
  admittedBy,
  as,
  newCluster,
  newCsr,
  pull,
  refusal,
  useLink,
  watched,
  type TestNode,
} from "./cluster-for-tests";
import { readInvitationReadiness, readIssued } from "./read-issued";
import { useInvitation, UseInvitationBody } from "./use-invitation";

let admin: Actor;
let node: TestNode;
beforeAll(async () => {
  admin = await newCluster();
  node = await addEnrolledNode(as(admin), "vpn1");
});

test("one click, one certificate: its own name, the pair that the device had, one audit entry, one revision, and the bundle admits it", async () => {
  const ann = await addPerson(as(admin), "ann.smith");
  const csr = await newCsr("ann.smith.laptop.1");
  const { value: serial, entries, moved } = await watched(() => useLink(ann.token, csr));
  expect(entries).toEqual([`invitation ${ann.invitationId}: invitation.use user ann.smith`]);
  expect(moved).toBe(1);
  const row = await db().certificate.findUniqueOrThrow({ where: { serial } });
  const certificate = new X509Certificate(row.der ?? "");
  expect(certificate.subject).toBe("CN=ann.smith.laptop.1");
  expect(certificate.serialNumber.toLowerCase()).toBe(serial);
  expect(spkiSha256(readCsr(csr).spki)).toBe(row.spkiSha256);
  expect(certificate.ca).toBe(false);
  expect(admittedBy(await pull(node))).toContain("ann.smith.laptop.1");
  expect((await pull(node))?.files.find(({ path }) => path === "ccd/ann.smith.laptop.1")?.content).toBe(
    `ifconfig-push ${ann.ipv4} 255.255.255.0\nifconfig-ipv6-push ${ann.ipv6}/64 fd7a:6ca6:e640:8000::a08:1\n`,
  );
});

test("the answer has all that a profile needs, only for the invitation that it belongs to, and readiness for ten minutes", async () => {
  const [bob, eve] = [await addPerson(as(admin), "bob"), await addPerson(as(admin), "eve")];
  const serial = await useLink(bob.token);
  const link = { kind: "invitation", id: bob.invitationId } as const;
  expect(await readIssued(as(link), serial)).toMatchObject({
    commonName: "bob.laptop.1",
    serial,
    clusterName: "Harbour",
    ipv4: bob.ipv4,
    ipv6: bob.ipv6,
    remotes: [{ address: "198.51.100.1", port: 1194, proto: "udp" }],
    certificate: expect.stringContaining("BEGIN CERTIFICATE"),
    chain: expect.stringMatching(/(BEGIN CERTIFICATE[^]*){2}/),
    tlsCryptV2: expect.stringContaining("tls-crypt-v2 client key"),
    nodeNamePrefix: `homeport-${node.cluster.slice(0, 8)}-`,
  });
  expect(await refusal(() => readIssued(as({ kind: "invitation", id: eve.invitationId }), serial))).toMatchObject({ code: "forbidden" });
  expect(await readInvitationReadiness(as(link))).toEqual({ ready: 0, total: 1, nodes: [{ name: "vpn1", ready: false }] });
  expect(await refusal(() => readInvitationReadiness(as(link, () => new Date(Date.now() + 601_000))))).toMatchObject({ code: "gone" });
  expect(await refusal(() => readInvitationReadiness(as({ kind: "invitation", id: eve.invitationId })))).toMatchObject({ code: "state" });
});

test("refused without a trace: another's name, a key that has a certificate, a link that is used, cut off or invented", async () => {
  const [fay, gil] = [await addPerson(as(admin), "fay"), await addPerson(as(admin), "gil")];
  const serials = await db().certificate.count();
  for (const name of ["gil.laptop.1", "fay.phone.1", "fay", "ann.smith"]) {
    expect(await refusal(async () => useLink(fay.token, await newCsr(name)))).toEqual({
      code: "invalid",
      field: "csr",
      sentence: expect.stringContaining("fay.laptop.1"),
    });
  }
  const csr = await newCsr("fay.laptop.1");
  expect(await db().certificate.count()).toBe(serials);
  await useLink(fay.token, csr);
  const again = await newCsr("gil.laptop.1");
  await useLink(gil.token, again);
  expect(await refusal(() => useLink(gil.token))).toMatchObject({ code: "gone", sentence: expect.stringContaining("used already") });
  const hal = await addPerson(as(admin), "hal");
  const { value: same } = await watched(() =>
    useLink(hal.token, again).then(
      () => null,
      (error: unknown) => error,
    ),
  );
  expect(same).toMatchObject({ code: "invalid", field: "csr" }); // made out to gil: the name is looked at first
  for (const token of ["", "x", "a".repeat(44), "a b"])
    expect(UseInvitationBody.safeParse({ token, csr }).error?.issues[0]).toMatchObject({
      path: ["token"],
      message: expect.stringContaining("not whole"),
    });
});

test("a key that has a certificate already gets no second one", async () => {
  const [ian, joe] = [await addPerson(as(admin), "ian"), await addPerson(as(admin), "joe")];

  const keys = await newKeyPair();
  const request = async (name: string) => toPem("CERTIFICATE REQUEST", await makeCsr(keys, name));
  await useLink(ian.token, await request("ian.laptop.1"));
  expect(await refusal(async () => useLink(joe.token, await request("joe.laptop.1")))).toEqual({
    code: "taken",
    field: "csr",
    sentence: expect.stringContaining("Make a new key"),
  });
  await useLink(joe.token);
});

test("way.5 I11: 50 uses of one invitation at once give one certificate; the others hear that it was used", async () => {
  const { value: kim } = await watched(() => addPerson(as(admin), "kim"));
  const csrs = await Promise.all(Array.from({ length: 50 }, () => newCsr("kim.laptop.1")));
  const {
    value: ends,
    entries,
    moved,
  } = await watched(() => Promise.allSettled(csrs.map((csr, i) => useLink(kim.token, csr, { key: `key ${i}` }))));
  const made = ends.flatMap((end) => (end.status === "fulfilled" ? [end.value] : []));
  expect(made).toHaveLength(1);
  for (const end of ends)
    if (end.status === "rejected") expect(end.reason).toMatchObject({ code: "gone", sentence: expect.stringContaining("used already") });
  expect([entries.length, moved]).toEqual([1, 1]);
  expect(await db().certificate.findMany({ where: { deviceId: kim.deviceId }, select: { serial: true } })).toEqual([{ serial: made[0] }]);
  expect(await db().device.findUniqueOrThrow({ where: { id: kim.deviceId } })).toMatchObject({ lastNumber: 1 });
});

test("way.5 I9 I11: double clicks and retries with one Idempotency-Key get the same certificate; another body with that key gets none", async () => {
  const leo = await addPerson(as(admin), "leo");
  const csr = await newCsr("leo.laptop.1");
  const { value: serials, entries } = await watched(() =>
    Promise.all(Array.from({ length: 10 }, () => useLink(leo.token, csr, { key: "one click" }))),
  );
  expect(new Set(serials).size).toBe(1);
  expect(entries).toHaveLength(1);
  expect(await useLink(leo.token, csr, { key: "one click" })).toBe(serials[0]);
  expect(await refusal(() => useLink(leo.token, csr, { key: "another click" }))).toMatchObject({ code: "gone" });
  const other = {
    ...as({ kind: "invitation", id: leo.invitationId }),
    idempotency: { key: "one click", route: "TEST", bodyHash: "another body" },
  };
  expect(await refusal(() => useInvitation(other, { token: leo.token, csr }))).toMatchObject({
    code: "state",
    sentence: expect.stringContaining("different request"),
  });
});

test("I9: retries that come at any moment of the first use get its certificate, never a refusal", async () => {
  for (let round = 0; round < 8; round++) {
    const person = await addPerson(as(admin), `again${round}`);
    const csr = await newCsr(`again${round}.laptop.1`);
    const use = async (after: number) => {
      await new Promise((resolve) => setTimeout(resolve, after));
      const ctx = {
        ...as({ kind: "invitation", id: person.invitationId } as const),
        idempotency: { key: "k", route: "POST use", bodyHash: "h" },
      };
      return useInvitation(ctx, UseInvitationBody.parse({ token: person.token, csr })).then(({ serial }) => serial, String);
    };
    const serials = await Promise.all(Array.from({ length: 40 }, (_, n) => use(n)));
    expect(new Set(serials).size, serials.join()).toBe(1);
  }
});

test("I1: the second certificate of a device has the next name and the same pair", async () => {
  const mia = await addPerson(as(admin), "mia");
  await useLink(mia.token);
  await db().certificate.updateMany({ where: { deviceId: mia.deviceId }, data: { removalRevision: 1n } }); // as when it has ended
  const done = await invite(as(admin), mia.deviceId);
  if (done.replayed) throw new Error("replayed");
  await useLink(done.value.token);
  const bundle = await pull(node);
  expect(admittedBy(bundle).filter((name) => name.startsWith("mia."))).toEqual(["mia.laptop.2"]);
  expect(bundle?.files.find(({ path }) => path === "ccd/mia.laptop.2")?.content).toContain(`ifconfig-push ${mia.ipv4} `);
});
