// For tests: a cluster made by the verbs themselves, people with devices, nodes that enrolled, and what each change left behind.
import { randomBytes } from "node:crypto";
import type { Topology } from "@/lib/addresses/pool";
import { contextFor, type Actor, type Context } from "@/lib/core/context";
import { newToken } from "@/lib/core/token";
import { verifyAudit } from "@/lib/core/verify-audit";
import { db } from "@/lib/db/client";
import { addNode } from "@/lib/nodes/add-node";
import { THIS_RELEASE } from "@/lib/nodes/agent-release";
import { BundlePayload, type ReportBody, type SignedBundle } from "@/lib/nodes/bundle";
import { enrolNode, findJoiningNode } from "@/lib/nodes/enrol-node";
import { pullBundle } from "@/lib/nodes/pull-bundle";
import { AddNodeBody } from "@/lib/nodes/naming";
import { makeCsr, newKeyPair } from "@/lib/pki/make-csr";
import { toPem } from "@/lib/pki/pem";
import { Refusal } from "@/lib/refusal";
import { onboard, OnboardBody } from "@/lib/users/onboard";
import { findInvitation, useInvitation } from "./use-invitation";
import { setUp, SetUpBody } from "./set-up";

export type Clock = () => Date;
export const wallClock: Clock = () => new Date();

export const ADMIN = { name: "Ada Admin", email: "ada@example.org", password: "correct horse battery" };

/** A context with its own clock, and an idempotency key where one is given. */
export function as(actor: Actor, now: Clock = wallClock, key?: string): Context {
  return { ...contextFor(actor, "192.0.2.7"), now, ...(key ? { idempotency: { key, route: "TEST", bodyHash: "same body" } } : {}) };
}

/** The row that the start script makes for a setup link. */
export async function newSetupToken(expiresAt = new Date(Date.now() + 3_600_000)): Promise<string> {
  const { token, hash } = newToken(randomBytes);
  await db().setupToken.create({ data: { tokenHash: hash, expiresAt } });
  return token;
}

export const setUpBody = (token: string, pool = { ipv4: "10.8.0.0/24", ipv6: "fd7a:6ca6:e640:8000::/64" }, topology?: Topology) =>
  SetUpBody.parse({
    token,
    admin: ADMIN,
    cluster: { name: "Harbour", topology },
    pool,
    push: { nameServers: ["10.20.0.53"], searchDomains: ["corp.example.org"], routes4: ["10.20.0.0/24"], routes6: ["fd00:20::/64"] },
  });

/** Setup through its verb. Returns the admin as an actor. */
export async function newCluster(ipv4 = "10.8.0.0/24", topology?: Topology): Promise<Actor> {
  await setUp(as({ kind: "setup" }), setUpBody(await newSetupToken(), { ipv4, ipv6: "fd7a:6ca6:e640:8000::/64" }, topology));
  return admin();
}

export async function admin(): Promise<Actor> {
  const account = await db().account.findFirstOrThrow({ where: { role: "admin" }, include: { authUser: true } });
  return { kind: "account", id: account.id, authUserId: account.authUserId, email: account.authUser.email, role: account.role };
}

/** A key that was born here and a request for it, as an invitation's page makes them. */
export async function newCsr(commonName = "device"): Promise<string> {
  return toPem("CERTIFICATE REQUEST", await makeCsr(await newKeyPair(), commonName));
}

export type Person = { username: string; deviceId: string; ipv4: string; ipv6: string; invitationId: string; token: string };

export async function addPerson(ctx: Context, username: string, device = "laptop"): Promise<Person> {
  const done = await onboard(ctx, OnboardBody.parse({ username, name: `Person ${username}`, email: `${username}@example.org`, device }));
  if (done.replayed || !done.value.device || !done.value.invitation) throw new Error("onboard gave no device");
  const { device: made, invitation } = done.value;
  return { username, deviceId: made.id, ipv4: made.ipv4, ipv6: made.ipv6, invitationId: invitation.id, token: invitation.token };
}

/** What a click on the invitation's page does. */
export async function useLink(token: string, csr?: string, of: { now?: Clock; key?: string } = {}): Promise<string> {
  const found = await findInvitation(token);
  if (!found) throw new Error("no such invitation");
  const request = csr ?? (await newCsr(await nameFor(found.id)));
  return (await useInvitation(as({ kind: "invitation", id: found.id }, of.now, of.key), { token, csr: request })).serial;
}

/** The name that an invitation's page shows. */
export async function nameFor(invitationId: string): Promise<string> {
  const { device } = await db().invitation.findUniqueOrThrow({
    where: { id: invitationId },
    include: { device: { include: { user: true } } },
  });
  return `${device.user.username}.${device.name}.${device.lastNumber + 1}`;
}

export async function addPersonWithProfile(ctx: Context, username: string): Promise<Person & { serial: string; commonName: string }> {
  const person = await addPerson(ctx, username);
  const serial = await useLink(person.token);
  const { commonName } = await db().certificate.findUniqueOrThrow({ where: { serial } });
  return { ...person, serial, commonName };
}

export type TestNode = { id: string; name: string; token: string; cluster: string };
/** Goes with the test file (lib/db/test-database.ts), whose cluster begins without nodes. */
const process_ = globalThis as typeof globalThis & { homeportLastAddress?: number };

export async function newJoinToken(ctx: Context, name: string): Promise<string> {
  process_.homeportLastAddress = (process_.homeportLastAddress ?? 0) + 1;
  const done = await addNode(ctx, AddNodeBody.parse({ name, address: `198.51.100.${process_.homeportLastAddress}` }));
  if (done.replayed) throw new Error("a node was added before");
  return done.value.token;
}

export async function enrol(joinToken: string): Promise<TestNode> {
  const node = await findJoiningNode(joinToken, new Date());
  if (!node) throw new Error("no node joins with this token");
  const enrolled = await enrolNode(as({ kind: "join", nodeId: node.id, name: node.name }), node, {
    joinToken,
    csr: await newCsr(node.name),
    agentVersion: THIS_RELEASE,
  });
  return { ...node, token: enrolled.nodeToken, cluster: enrolled.cluster };
}

export const addEnrolledNode = async (ctx: Context, name: string): Promise<TestNode> => enrol(await newJoinToken(ctx, name));

export const nodeContext = (node: TestNode, now?: Clock): Context => as({ kind: "node", id: node.id, name: node.name }, now);

export function opened(bundle: SignedBundle | null): BundlePayload | null {
  return bundle && BundlePayload.parse(JSON.parse(Buffer.from(bundle.payload, "base64").toString("utf8")));
}

/** What the node gets that has the files of `since`; null when there is nothing newer. */
export async function pull(node: TestNode, since = 0, wait = 0, signal?: AbortSignal): Promise<BundlePayload | null> {
  const { epoch } = await db().cluster.findUniqueOrThrow({ where: { id: 1 }, select: { epoch: true } });
  return opened(await pullBundle(nodeContext(node), node.token, { epoch, since, wait }, signal));
}

/** The common names that a bundle admits. */
export const admittedBy = (bundle: BundlePayload | null): string[] =>
  (bundle?.files ?? []).flatMap(({ path }) => (path.startsWith("ccd/") ? [path.slice(4)] : []));

export function reportOf(node: TestNode, said: Partial<ReportBody> = {}): ReportBody {
  const now = new Date().toISOString();
  return {
    cluster: node.cluster,
    node: node.name,
    epoch: 1,
    revision: 1,
    digest: "0".repeat(64),
    clock: now,
    agentVersion: THIS_RELEASE,
    openvpnVersion: "2.6.14",
    openvpnRunning: true,
    openvpnStartedAt: now,
    restartDue: null,
    orders: [],
    startedAt: now,
    crl: null,
    receipts: [],
    vpnSessions: [],
    faults: [],
    ...said,
  };
}

/** Opens every connection that a portal may have, so that what is started at once runs at once. */
export async function openConnections(): Promise<void> {
  await Promise.all(Array.from({ length: 12 }, () => db().$queryRaw`SELECT 1 AS slept FROM pg_sleep(0.2)`));
}

/** What a piece of work left behind: its audit entries (the whole chain is verified), and by how much the revision moved. */
export async function watched<T>(work: () => Promise<T>): Promise<{ value: T; entries: string[]; moved: number }> {
  const before = await db().cluster.findUniqueOrThrow({ where: { id: 1 } });
  const value = await work();
  const after = await db().cluster.findUniqueOrThrow({ where: { id: 1 } });
  const rows = await db().auditEntry.findMany({ where: { seq: { gt: before.auditSeq } }, orderBy: { seq: "asc" } });
  const verdict = await verifyAudit();
  if (!verdict.ok) throw new Error(verdict.sentence);
  return {
    value,
    entries: rows.map((row) => `${row.actor}: ${row.action} ${row.subject}`),
    moved: Number(after.revision - before.revision),
  };
}

/** The refusal of a piece of work, which must change nothing that is audited and no revision. */
export async function refusal(work: () => Promise<unknown>): Promise<{ code: string; sentence: string; field: string | undefined }> {
  const { value, entries, moved } = await watched(() =>
    work().then(
      () => null,
      (error: unknown) => error,
    ),
  );
  if (!(value instanceof Refusal)) throw value ?? new Error("it was not refused");
  if (entries.length || moved) throw new Error(`refused, and yet: ${entries.join(", ")}, revision +${moved}`);
  return { code: value.code, sentence: value.sentence, field: value.field };
}
