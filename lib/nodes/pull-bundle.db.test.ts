import pg from "pg";
import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { releaseWaiting } from "@/lib/db/listen";
import {
  addEnrolledNode,
  addPerson,
  addPersonWithProfile,
  admittedBy,
  as,
  enrol,
  newCluster,
  nodeContext,
  pull,
  reportOf,
  useLink,
  type TestNode,
} from "@/lib/lifecycle/cluster-for-tests";
import { offboardUser } from "@/lib/lifecycle/offboard-user";
import { revokeDevice } from "@/lib/lifecycle/revoke-device";
import { gateCrl } from "@/lib/pki/crl-gate";
import { onboard, OnboardBody } from "@/lib/users/onboard";
import { renewJoinToken } from "./add-node";
import { digestOf } from "./bundle";
import { checkCcd } from "./ccd";
import { removeNode } from "./remove-node";
import { checkServerConfig } from "./server-config-grammar";
import { storeReport } from "./store-report";

let admin: Actor;
let node: TestNode;
beforeAll(async () => {
  admin = await newCluster("10.8.0.0/22");
  node = await addEnrolledNode(as(admin), "vpn1");
});
const revision = async () => Number((await db().cluster.findUniqueOrThrow({ where: { id: 1 } })).revision);
const timed = async <T>(work: Promise<T>) => {
  const began = performance.now();
  const value = await work;
  return { value, ms: performance.now() - began };
};

test("a whole bundle: what the agent's own checks accept, its digest, the audit chain's head, and no secret of another", async () => {
  await addPersonWithProfile(as(admin), "ann");
  const bundle = await pull(node);
  if (!bundle) throw new Error("no bundle");
  const file = (path: string) => bundle.files.find((one) => one.path === path)?.content ?? "";
  expect(bundle.files.map(({ path }) => path).sort()).toEqual([
    "ccd/ann.laptop.1",
    "crl.pem",
    "server.conf",
    "tls-crypt-v2.key",
    "trusted_chain.pem",
  ]);
  expect(checkServerConfig(file("server.conf"))).toBeNull();
  expect(checkCcd(file("ccd/ann.laptop.1"), "subnet")).toBeNull();
  expect(gateCrl({ pem: file("crl.pem"), chainPem: file("trusted_chain.pem"), now: new Date(), previous: null })).toMatchObject({
    ok: true,
    crls: [{ count: 0 }],
  });
  expect(digestOf(bundle.files)).toBe(bundle.digest);
  const cluster = await db().cluster.findUniqueOrThrow({ where: { id: 1 } });
  expect(bundle).toMatchObject({
    node: "vpn1",
    cluster: cluster.uuid,
    epoch: 1,
    to: Number(cluster.revision),
    audit: { seq: Number(cluster.auditSeq), hash: cluster.auditHead },
  });
  expect(JSON.stringify(bundle)).not.toMatch(/PRIVATE KEY|password|example\.org"/);
});

test("nothing newer: 204 after the wait; another epoch or a revision ahead of ours gets the whole bundle", async () => {
  const at = await revision();
  const { value, ms } = await timed(pull(node, at, 1));
  expect(value).toBeNull();
  expect(ms).toBeGreaterThan(900);
  expect((await pull(node, at + 5))?.to).toBe(at);
});

test("a waiting pull hears of a change at once, not of what nodes need not see", async () => {
  const at = await revision();
  const waiting = timed(pull(node, at, 20));
  await onboard(as(admin), OnboardBody.parse({ username: "nobody.yet", name: "No Body" }));
  await new Promise((resolve) => setTimeout(resolve, 300));
  const bob = await addPerson(as(admin), "bob");
  await useLink(bob.token);
  const { value, ms } = await waiting;
  expect(admittedBy(value)).toContain("bob.laptop.1");
  expect(ms).toBeGreaterThan(300);
  expect(ms).toBeLessThan(8_000);
});

test("way.5 I13: a puller that asks since what it has, while two people change things, misses nothing and ends with the last", async () => {
  const seen: number[] = [];
  let done = false;
  const puller = (async () => {
    let since = await revision();
    let admitted = new Set<string>();
    const missed: string[] = [];
    for (;;) {
      const bundle = await pull(node, since, 3);
      if (!bundle) {
        if (done) return { since, admitted, missed };
        continue;
      }
      if (bundle.to <= since) missed.push(`revision ${bundle.to} after ${since}`);
      since = bundle.to;
      seen.push(since);
      admitted = new Set(admittedBy(bundle));
    }
  })();
  const change = async (who: string) => {
    for (let i = 0; i < 12; i++) {
      await addPersonWithProfile(as(admin), `${who}${i}`);
      if (i % 3 === 0) await offboardUser(as(admin), `${who}${i}`, { confirm: `${who}${i}` });
    }
  };
  await Promise.all([change("left"), change("right")]);
  done = true;
  const { since, admitted, missed } = await puller;
  expect(missed).toEqual([]);
  expect(since).toBe(await revision());
  expect([...admitted].filter((name) => /^(left|right)/.test(name))).toHaveLength(2 * 8);
  expect(seen.length).toBeGreaterThan(5);
}, 60_000);

test("way.5 I13: at every moment between two commits: a change that lands while the pull begins is in its answer", async () => {
  for (let i = 0; i < 40; i++) {
    const person = await addPerson(as(admin), `moment${i}`);
    const since = await revision();
    const using = useLink(person.token);
    await new Promise((resolve) => setTimeout(resolve, (i * 3) % 60));
    const { value, ms } = await timed(pull(node, since, 10));
    await using;
    expect(admittedBy(value), `round ${i}`).toContain(`moment${i}.laptop.1`);
    expect(ms, `round ${i} waited for the end of its time`).toBeLessThan(9_000);
  }
}, 90_000);

test("I13: when the LISTEN connection dies, whoever waits asks again and misses nothing; there is one such connection", async () => {
  const listening = async () =>
    (
      await db().$queryRaw<
        { pid: number }[]
      >`SELECT pid FROM pg_stat_activity WHERE application_name = 'homeport-listen' AND datname = current_database()`
    ).map((row) => row.pid);
  const gone = await addPersonWithProfile(as(admin), "before.the.loss");
  const at = await revision();
  const waiting = [1, 2, 3].map(() => timed(pull(node, at, 25)));
  await new Promise((resolve) => setTimeout(resolve, 200));
  const [pid, ...more] = await listening();
  expect(more).toEqual([]);
  await db().$queryRaw`SELECT pg_terminate_backend(${pid}::int)`;
  await revokeDevice(as(admin), gone.deviceId, { reason: "superseded" }); // which itself listens to nothing
  for (const { value, ms } of await Promise.all(waiting)) {
    expect(value?.to).toBeGreaterThan(at);
    expect(ms, "at once, not when its time was over").toBeLessThan(15_000);
  }
  expect(admittedBy(await pull(node))).not.toContain(gone.commonName);
  expect(await listening()).toHaveLength(1);
});

test("waiting pulls end the moment the node's token dies: removed, or enrolled on another machine", async () => {
  const [one, two] = [await addEnrolledNode(as(admin), "vpn2"), await addEnrolledNode(as(admin), "vpn3")];
  const at = await revision();
  const replaced = timed(
    pull(one, at, 20).then(
      () => "answered",
      (error: unknown) => error,
    ),
  );
  const join = await renewJoinToken(as(admin), "vpn2");
  if (join.replayed) throw new Error("replayed");
  await enrol(join.value.token);
  const first = await replaced;
  expect(first.value).toMatchObject({ code: "signed-out", sentence: expect.stringContaining("enrolled again") });
  expect(first.ms).toBeLessThan(8_000);
  const removed = timed(
    pull(two, await revision(), 20).then(
      () => "answered",
      (error: unknown) => error,
    ),
  );
  await new Promise((resolve) => setTimeout(resolve, 200));
  await removeNode(as(admin), "vpn3", { confirm: "vpn3" });
  const second = await removed;
  expect(second.value).toMatchObject({ code: "signed-out" });
  expect(second.ms).toBeLessThan(8_000);
});

test("a pull ends when its client goes, and when the portal stops", async () => {
  const at = await revision();
  const gone = new AbortController();
  setTimeout(() => gone.abort(), 100);
  expect((await timed(pull(node, at, 20, gone.signal))).ms).toBeLessThan(5_000);
  const stopping = timed(pull(node, at, 1));
  setTimeout(releaseWaiting, 100);
  expect((await stopping).value).toBeNull();
});

test("100 nodes that wait are all answered by one change, from one rendering", async () => {
  const at = await revision();
  const waiting = Array.from({ length: 100 }, () => timed(pull(node, at, 20)));
  await new Promise((resolve) => setTimeout(resolve, 200));
  await addPersonWithProfile(as(admin), "wake.up");
  const answers = await Promise.all(waiting);
  expect(new Set(answers.map(({ value }) => value?.digest)).size).toBe(1);
  expect(Math.max(...answers.map(({ ms }) => ms))).toBeLessThan(8_000);
});

test("I6: a removal stays in the node's bundle until its own receipt is clear and both barriers stand", async () => {
  const cut = await addPersonWithProfile(as(admin), "cut");
  const { revision: removedAt } = await offboardUser(as(admin), "cut", { confirm: "cut" });
  const other = await pull(node);
  expect(other?.removals.map((removal) => removal.commonName)).toContain(cut.commonName);
  const now = new Date().toISOString();
  const says = (barriers: "ccd only" | "both") =>
    storeReport(
      nodeContext(node),
      reportOf(node, { receipts: [{ commonName: cut.commonName, revision: Number(removedAt), refusedAt: now, clearAt: now, barriers }] }),
    );
  await says("ccd only");
  expect(
    (await pull(node))?.removals.map((removal) => removal.commonName),
    "the CRL still has to follow",
  ).toContain(cut.commonName);
  await says("both");
  expect((await pull(node))?.removals.map((removal) => removal.commonName)).not.toContain(cut.commonName);
});

test("what a node's pull costs the pool: no connection is held while it waits", async () => {
  const at = await revision();
  const waiting = Array.from({ length: 60 }, () => pull(node, at, 2));
  await new Promise((resolve) => setTimeout(resolve, 300));
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  const { rows } = await client.query(
    "SELECT count(*)::int AS busy FROM pg_stat_activity WHERE datname = current_database() AND state <> 'idle' AND pid <> pg_backend_pid()",
  );
  await client.end();
  expect(rows[0]?.busy).toBe(0);
  expect(await Promise.all(waiting)).toEqual(Array.from({ length: 60 }, () => null));
});
