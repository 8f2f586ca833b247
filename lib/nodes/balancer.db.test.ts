import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { getSecret } from "@/lib/core/secrets";
import { db } from "@/lib/db/client";
import { addEnrolledNode, as, newCluster, opened, refusal, watched } from "@/lib/lifecycle/cluster-for-tests";
import { unwrapClientKey } from "@/lib/pki/tls-crypt-v2";
import { addBalancer } from "./add-balancer";
import { AddBalancerBody } from "./balancer-body";
import { BalancerReportBody } from "./balancer-report";
import { type SignedBundle } from "./bundle";
import { drainNode, putBackNode } from "./drain-node";
import { BALANCER_JOIN_TOKEN_IS_NO_GOOD, enrolBalancer, findJoiningBalancer, type EnrolledBalancer } from "./enrol-balancer";
import { BalancerSettings } from "./node-settings";
import { BALANCER_TOKEN_IS_DEAD, findBalancer, pullBalancerBundle } from "./pull-balancer-bundle";
import { removeBalancer } from "./remove-balancer";
import { renewBalancerJoinToken } from "./renew-balancer-join-token";
import { storeBalancerReport } from "./store-balancer-report";

let admin: Actor;
beforeAll(async () => {
  admin = await newCluster();
  await addEnrolledNode(as(admin), "vpn1");
  await addEnrolledNode(as(admin), "vpn2");
});

const remoteOf = (address: string) => ({ address, port: 1194, proto: "udp" });
async function add(name: string, address: string): Promise<void> {
  await addBalancer(as(admin), AddBalancerBody.parse({ name, nodes: ["vpn1", "vpn2"], remote: remoteOf(address) }));
}

async function joinToken(name: string): Promise<string> {
  const done = await renewBalancerJoinToken(as(admin), name);
  if (done.replayed) throw new Error("a token was made before");
  return done.value.token;
}

async function enrol(token: string): Promise<EnrolledBalancer & { id: string }> {
  const found = await findJoiningBalancer(token, new Date());
  if (!found) throw new Error("no balancer joins with this token");
  const actor = { kind: "balancer-join", balancerId: found.id, name: found.name } as const;
  return { id: found.id, ...(await enrolBalancer(as(actor), found, { joinToken: token, agentVersion: "0.3.0" })) };
}

const contextOf = (one: { id: string; balancer: string }) => as({ kind: "balancer", id: one.id, name: one.balancer });
const pull = (one: EnrolledBalancer & { id: string }, since = 0, wait = 0): Promise<SignedBundle | null> =>
  pullBalancerBundle(contextOf(one), one.balancerToken, { epoch: one.epoch, since, wait });
const backendsIn = (signed: SignedBundle | null) =>
  BalancerSettings.parse(opened(signed)?.settings.balancer).backends.map(({ node }) => node);
const reportOf = (one: EnrolledBalancer, more: object = {}) =>
  BalancerReportBody.parse({
    cluster: one.cluster,
    balancer: one.balancer,
    epoch: 1,
    revision: 1,
    clock: new Date().toISOString(),
    agentVersion: "0.3.0",
    backends: [{ node: "vpn1", up: true, since: new Date().toISOString() }],
    faults: [],
    ...more,
  });

test("a machine becomes a balancer once: its token, a probe key that every node opens, one entry, one revision", async () => {
  await add("lb1", "198.51.100.10");
  const token = await joinToken("lb1");
  const { value: one, entries, moved } = await watched(() => enrol(token));
  expect(entries).toEqual(["balancer lb1: balancer.enrol balancer lb1"]);
  expect(moved).toBe(1);
  expect(await findBalancer(one.balancerToken)).toMatchObject({ name: "lb1" });
  expect(await findJoiningBalancer(token, new Date())).toBeNull();
  const bundle = opened(await pull(one));
  const key = bundle?.files.find(({ path }) => path === "probe.key")?.content ?? "";
  const serverKey = (await getSecret("tls-crypt-v2-server-key"))?.toString("utf8") ?? "";
  expect(unwrapClientKey(serverKey, key)?.[0]).toBe(1);
  expect(bundle?.files).toHaveLength(1);
  expect(bundle?.settings).toEqual({
    balancer: {
      listeners: [{ address: "198.51.100.10", port: 1194, proto: "udp" }],
      backends: [expect.objectContaining({ node: "vpn1" }), expect.objectContaining({ node: "vpn2" })],
    },
  });
});

test("I12 the probe key is not in the database as it is", async () => {
  const secrets = await db().secret.findMany({ where: { purpose: { startsWith: "balancer-probe-" } } });
  expect(secrets.length).toBeGreaterThan(0);
  for (const { sealed } of secrets) expect(Buffer.from(sealed).toString("latin1")).not.toContain("OpenVPN");
});

test("a join token is good once, for a day, and not for a balancer that was removed", async () => {
  await add("lb2", "198.51.100.12");
  const token = await joinToken("lb2");
  expect(await findJoiningBalancer(token, new Date(Date.now() + 25 * 3_600_000))).toBeNull();
  const found = await findJoiningBalancer(token, new Date());
  if (!found) throw new Error("there is one");
  await enrol(token);
  const again = () =>
    enrolBalancer(as({ kind: "balancer-join", balancerId: found.id, name: "lb2" }), found, { joinToken: token, agentVersion: "0.3.0" });
  expect(await refusal(again)).toMatchObject({ code: "gone", sentence: BALANCER_JOIN_TOKEN_IS_NO_GOOD });
  const next = await joinToken("lb2");
  await removeBalancer(as(admin), "lb2", { confirm: "lb2" });
  expect(await findJoiningBalancer(next, new Date())).toBeNull();
});

test("another machine of the same name: the first one's token is dead, and the key is another", async () => {
  await add("lb3", "198.51.100.13");
  const first = await enrol(await joinToken("lb3"));
  const before = opened(await pull(first))?.digest;
  const second = await enrol(await joinToken("lb3"));
  expect(await findBalancer(first.balancerToken)).toBeNull();
  expect(opened(await pull(second))?.digest).not.toBe(before);
  await removeBalancer(as(admin), "lb3", { confirm: "lb3" });
  expect(await findBalancer(second.balancerToken)).toBeNull();
});

test("I13 a waiting pull hears of a drained node at once, and of it put back; the same revision is the same bytes", async () => {
  await add("lb4", "198.51.100.14");
  const one = await enrol(await joinToken("lb4"));
  const first = opened(await pull(one));
  const since = first?.to ?? 0;
  expect({ ...opened(await pull(one)), issuedAt: "" }).toEqual({ ...first, issuedAt: "" });
  expect(await pull(one, since)).toBeNull();
  const waiting = pull(one, since, 10);
  await new Promise((resolve) => setTimeout(resolve, 100));
  const began = performance.now();
  await drainNode(as(admin), "vpn1");
  expect(backendsIn(await waiting)).toEqual(["vpn2"]);
  expect(performance.now() - began).toBeLessThan(2000);
  await putBackNode(as(admin), "vpn1");
  expect(backendsIn(await pull(one, since))).toEqual(["vpn1", "vpn2"]);
  await removeBalancer(as(admin), "lb4", { confirm: "lb4" });
});

test("a removed balancer's waiting pull ends with the reason", async () => {
  await add("lb5", "198.51.100.15");
  const one = await enrol(await joinToken("lb5"));
  const waiting = pull(one, opened(await pull(one))?.to, 10).catch((error: unknown) => error);
  await new Promise((resolve) => setTimeout(resolve, 100));
  await removeBalancer(as(admin), "lb5", { confirm: "lb5" });
  expect(await waiting).toMatchObject({ code: "signed-out", sentence: BALANCER_TOKEN_IS_DEAD });
});

test("a report is kept as it was said; another's name and another cluster are refused", async () => {
  await add("lb6", "198.51.100.16");
  const one = await enrol(await joinToken("lb6"));
  const faults = [{ code: "no-node-answers", sentence: "No node answers." }];
  const { entries, moved } = await watched(() => storeBalancerReport(contextOf(one), reportOf(one, { faults })));
  expect([entries, moved]).toEqual([[], 0]);
  const row = await db().balancer.findUniqueOrThrow({ where: { id: one.id } });
  expect(row).toMatchObject({ revision: 1n, agentVersion: "0.3.0", faults, backends: [{ node: "vpn1", up: true }] });
  expect(row.clockOffsetMs).toBeLessThan(5000);
  expect(await refusal(() => storeBalancerReport(contextOf(one), reportOf(one, { balancer: "lb1" })))).toMatchObject({
    code: "forbidden",
    field: "balancer",
  });
  const elsewhere = { cluster: "0d8f6c1e-5a44-4c5e-9a3a-3d8a4f0b7a11" };
  expect(await refusal(() => storeBalancerReport(contextOf(one), reportOf(one, elsewhere)))).toMatchObject({
    code: "forbidden",
    field: "cluster",
  });
  const node: Actor = { kind: "node", id: one.id, name: "vpn1" };
  expect(await refusal(() => storeBalancerReport(as(node), reportOf(one)))).toMatchObject({ code: "forbidden" });
});
