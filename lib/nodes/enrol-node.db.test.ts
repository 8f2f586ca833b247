import { createHash, createPublicKey, verify, X509Certificate } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import {
  addEnrolledNode,
  addPersonWithProfile,
  as,
  enrol,
  newCluster,
  newCsr,
  newJoinToken,
  nodeContext,
  pull,
  refusal,
  watched,
} from "@/lib/lifecycle/cluster-for-tests";
import { offboardUser } from "@/lib/lifecycle/offboard-user";
import { crlHas } from "@/lib/pki/crl-gate";
import { readCrls } from "@/lib/pki/read-files";
import { Refusal } from "@/lib/refusal";
import { addNode, renewJoinToken } from "./add-node";
import { signedBytes } from "./bundle";
import { EnrolBody, enrolNode, findJoiningNode } from "./enrol-node";
import { bundleKeyPin, joinCommand } from "./join-command";
import { AddNodeBody } from "./naming";
import { findNode, pullBundle } from "./pull-bundle";
import { removeNode } from "./remove-node";
import { renewNodeCertificate } from "./renew-node-certificate";

let admin: Actor;
beforeAll(async () => void (admin = await newCluster()));
const HOUR = 3_600_000;

test("adding a node gives a token that is shown once and kept as its hash; one audit entry, no revision", async () => {
  const body = AddNodeBody.parse({ name: "vpn1", address: "vpn1.example.org" });
  const { value, entries, moved } = await watched(() => addNode(as(admin, undefined, "add"), body));
  expect(entries).toEqual(["ada@example.org: node.add node vpn1"]);
  expect(moved).toBe(0);
  if (value.replayed) throw new Error("replayed");
  const row = await db().node.findUniqueOrThrow({ where: { name: "vpn1" } });
  expect(row).toMatchObject({
    state: "joining",
    port: 1194,
    proto: "udp",
    interface: "tun0",
    joinTokenHash: createHash("sha256").update(value.value.token).digest("hex"),
    nodeTokenHash: null,
  });
  const again = await addNode(as(admin, undefined, "add"), body);
  expect(again).toMatchObject({ replayed: true, value: { name: "vpn1" } });
  expect(JSON.stringify(again.value)).not.toContain(value.value.token);
});

test("refused: a name that is or was taken, an address, port and protocol that another node has", async () => {
  expect(await refusal(() => addNode(as(admin), AddNodeBody.parse({ name: "vpn1", address: "other.example.org" })))).toMatchObject({
    code: "taken",
    field: "name",
  });
  expect(await refusal(() => addNode(as(admin), AddNodeBody.parse({ name: "vpn9", address: "vpn1.example.org" })))).toMatchObject({
    code: "taken",
    field: "address",
    sentence: expect.stringContaining("vpn1 already has"),
  });
  expect(
    await refusal(() =>
      addNode(as({ ...admin, role: "operator" } as Actor), AddNodeBody.parse({ name: "vpn9", address: "a.example.org" })),
    ),
  ).toMatchObject({ code: "forbidden" });
  for (const name of ["", "1a", "a b", "vpn1\n", "../etc", "VPN", "a".repeat(31)])
    expect(AddNodeBody.safeParse({ name, address: "a.example.org" }).error?.issues[0]?.path).toEqual(["name"]);
  for (const address of ["", "999.1.1.1", "1.2.3", "a b", "x\ny", "-a", "fe80::1%eth0"])
    expect(AddNodeBody.safeParse({ name: "vpn9", address }).error?.issues[0]?.path).toEqual(["address"]);
  for (const port of [0, 65536, 1.5, "1194"])
    expect(AddNodeBody.safeParse({ name: "vpn9", address: "a.example.org", port }).error?.issues[0]?.path).toEqual(["port"]);
});

test("the join command carries the token, the agent's hash and the bundle key's pin, which opens the signature of what the node pulls", async () => {
  const { bundleKey } = await db().cluster.findUniqueOrThrow({ where: { id: 1 } });
  const command = joinCommand({
    portal: "http://localhost:3000",
    agentSha256: "a".repeat(64),
    pin: bundleKeyPin(bundleKey),
    token: "t".repeat(43),
  });
  expect(command).toMatch(/sha256sum -c/);
  const node = await addEnrolledNode(as(admin), "vpn2");
  const bundle = await pullBundle(nodeContext(node), node.token, { epoch: 1, since: 0, wait: 0 });
  const payload = Buffer.from(bundle?.payload ?? "", "base64");
  const signature = Buffer.from(bundle?.signature ?? "", "base64");
  expect(verify(null, signedBytes(payload), createPublicKey(bundleKey), signature)).toBe(true);
  expect(verify(null, signedBytes(Buffer.concat([payload, Buffer.from(" ")])), createPublicKey(bundleKey), signature)).toBe(false);
  expect(command).toContain(
    createHash("sha256")
      .update(createPublicKey(bundleKey).export({ type: "spki", format: "der" }))
      .digest("hex"),
  );
});

test("I11 for nodes: a join token enrols one machine once, of twenty that try at once", async () => {
  const token = await newJoinToken(as(admin), "vpn3");
  const { value: ends, entries, moved } = await watched(() => Promise.allSettled(Array.from({ length: 20 }, () => enrol(token))));
  expect(ends.filter((end) => end.status === "fulfilled")).toHaveLength(1);
  expect(entries).toEqual(["node vpn3: node.enrol node vpn3"]);
  expect(moved).toBe(0);
  const certificates = await db().certificate.findMany({ where: { node: { name: "vpn3" }, der: { not: null } } });
  expect(certificates).toHaveLength(1);
  const certificate = new X509Certificate(certificates[0]?.der ?? "");
  expect(certificate.subject).toMatch(/^CN=homeport-[0-9a-f]{8}-vpn3$/);
  expect(Date.parse(certificate.validTo) - Date.now()).toBeLessThanOrEqual(30 * 24 * HOUR);
  expect(await findJoiningNode(token, new Date())).toBeNull();
});

test("a join token ends after a day, when a newer one is made, and when the node is removed; halves of one are told so", async () => {
  const token = await newJoinToken(as(admin), "vpn4");
  expect(await findJoiningNode(token, new Date(Date.now() + 25 * HOUR))).toBeNull();
  const { value, entries } = await watched(() => renewJoinToken(as(admin), "vpn4"));
  expect(entries).toEqual(["ada@example.org: node.join-token node vpn4"]);
  expect(await findJoiningNode(token, new Date())).toBeNull();
  if (value.replayed) throw new Error("replayed");
  expect(await findJoiningNode(value.value.token, new Date())).toMatchObject({ name: "vpn4" });
  await removeNode(as(admin), "vpn4", { confirm: "vpn4" });
  expect(await findJoiningNode(value.value.token, new Date())).toBeNull();
  expect(await refusal(() => renewJoinToken(as(admin), "vpn4"))).toMatchObject({ code: "state" });
  expect(await refusal(() => renewJoinToken(as(admin), "ghost"))).toMatchObject({ code: "missing" });
  expect(EnrolBody.safeParse({ joinToken: "half", csr: "", agentVersion: "1" }).error?.issues[0]).toMatchObject({
    path: ["joinToken"],
    message: expect.stringContaining("not whole"),
  });
});

test("a request made out to another node is refused, and the token stays good", async () => {
  const joinToken = await newJoinToken(as(admin), "vpn5");
  const node = (await findJoiningNode(joinToken, new Date())) ?? { id: "", name: "" };
  const ctx = as({ kind: "join", nodeId: node.id, name: node.name });
  expect(
    await refusal(async () => enrolNode(ctx, node, { joinToken, csr: await newCsr("homeport-00000000-vpn1"), agentVersion: "1" })),
  ).toMatchObject({ code: "invalid", field: "csr" });
  expect(await refusal(async () => enrolNode(ctx, node, { joinToken, csr: "-----BEGIN NOTHING-----", agentVersion: "1" }))).toMatchObject({
    code: "invalid",
    field: "csr",
  });
  await enrol(joinToken);
});

test("enrolling again on another machine: the old node token is dead at once", async () => {
  const first = await addEnrolledNode(as(admin), "vpn6");
  const renewed = await renewJoinToken(as(admin), "vpn6");
  if (renewed.replayed) throw new Error("replayed");
  expect(await findNode(first.token)).not.toBeNull();
  const second = await enrol(renewed.value.token);
  expect(await findNode(first.token)).toBeNull();
  expect(await findNode(second.token)).toMatchObject({ name: "vpn6" });
});

test("renewal: the next certificate has the same name and another key; one audit entry, no revision; a used key is refused", async () => {
  const node = await addEnrolledNode(as(admin), "vpn7");
  const csr = await newCsr("vpn7");
  const { value, entries, moved } = await watched(() => renewNodeCertificate(nodeContext(node), { csr }));
  expect(entries).toEqual(["node vpn7: node.renew-certificate node vpn7"]);
  expect(moved).toBe(0);
  expect(new X509Certificate(value.certificate).subject).toMatch(/-vpn7$/);
  expect(value.chain.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
  expect(await refusal(() => renewNodeCertificate(nodeContext(node), { csr }))).toMatchObject({ code: "taken", field: "csr" });
  expect(await refusal(async () => renewNodeCertificate(as(admin), { csr: await newCsr("vpn7") }))).toMatchObject({ code: "forbidden" });
});

test("I3 a node that asks for one certificate after the other gets three an hour, and the rest is not even reserved: each would be a revocation", async () => {
  const node = await addEnrolledNode(as(admin), "vpn7b");
  const serials = () => db().certificate.count({ where: { nodeId: node.id } });
  const csrs = await Promise.all(Array.from({ length: 6 }, () => newCsr("vpn7b")));
  const answers = await Promise.all(csrs.map((csr) => renewNodeCertificate(nodeContext(node), { csr }).catch((error: unknown) => error)));
  expect(answers.filter((one) => one instanceof Refusal).map((one) => (one instanceof Refusal ? one.code : ""))).toEqual(
    Array.from({ length: 4 }, () => "too-many"),
  );
  expect(await serials()).toBe(3);
  const later = nodeContext(node, () => new Date(Date.now() + HOUR + 1000));
  await renewNodeCertificate(later, { csr: await newCsr("vpn7b") });
  expect(await serials()).toBe(4);
});

test("removing a node revokes its certificates and kills its token; its address may be used again, its name not", async () => {
  const node = await addEnrolledNode(as(admin), "vpn8");
  const { address } = await db().node.findUniqueOrThrow({ where: { name: "vpn8" } });
  expect(await refusal(() => removeNode(as(admin), "vpn8", { confirm: "vpn" }))).toMatchObject({ code: "invalid", field: "confirm" });
  const { value, entries, moved } = await watched(() => removeNode(as(admin), "vpn8", { confirm: "vpn8" }));
  expect(entries).toEqual(["ada@example.org: node.remove node vpn8"]);
  expect(moved).toBe(1);
  expect(value.value).toMatchObject({ name: "vpn8", certificateNotAfter: expect.any(Date) });
  expect(await findNode(node.token)).toBeNull();
  const certificate = await db().certificate.findFirstOrThrow({ where: { nodeId: node.id } });
  expect(crlHas((await readCrls())[0] ?? new Uint8Array(), certificate.serial)).toBe(true);
  expect(await refusal(() => removeNode(as(admin), "vpn8", { confirm: "vpn8" }))).toMatchObject({ code: "state" });
  expect(await refusal(async () => renewNodeCertificate(nodeContext(node), { csr: await newCsr("vpn8") }))).toMatchObject({ code: "gone" });
  expect(await refusal(() => addNode(as(admin), AddNodeBody.parse({ name: "vpn8", address: "b.example.org" })))).toMatchObject({
    code: "taken",
    field: "name",
  });
  await addNode(as(admin), AddNodeBody.parse({ name: "vpn8b", address }));
});

test("a node that enrolled later owes no receipt for what was removed before", async () => {
  await addPersonWithProfile(as(admin), "ann");

  await offboardUser(as(admin), "ann", { confirm: "ann" });
  expect((await pull(await addEnrolledNode(as(admin), "vpn-late")))?.removals).toEqual([]);
});
