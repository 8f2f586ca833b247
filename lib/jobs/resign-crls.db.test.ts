import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import {
  addEnrolledNode,
  addPersonWithProfile,
  as,
  newCluster,
  openConnections,
  pull,
  reportOf,
  nodeContext,
  watched,
  type TestNode,
} from "@/lib/lifecycle/cluster-for-tests";
import { revokeDevice } from "@/lib/lifecycle/revoke-device";
import { offboardUser } from "@/lib/lifecycle/offboard-user";
import { storeReport } from "@/lib/nodes/store-report";
import { crlHas, readCrl } from "@/lib/pki/crl-gate";
import { readCrls } from "@/lib/pki/read-files";
import { resignCrls } from "./resign-crls";

let admin: Actor;
let node: TestNode;
beforeAll(async () => {
  admin = await newCluster();
  node = await addEnrolledNode(as(admin), "vpn1");
});
const job = () => as({ kind: "portal" });
const anHourPasses = () => db().$executeRaw`UPDATE crl SET signed_at = signed_at - interval '61 minutes'`;
const current = () => db().crl.findFirstOrThrow();
const der = async () => (await readCrls())[0] ?? new Uint8Array();

test("nothing is signed before its hour; then once, in one audit entry and one revision, so that nodes fetch it", async () => {
  expect(await watched(() => resignCrls(job()))).toMatchObject({ value: 0, entries: [], moved: 0 });
  const before = await current();
  await anHourPasses();
  const { value, entries, moved } = await watched(() => resignCrls(job()));
  expect(value).toBe(1);
  expect(entries).toEqual([expect.stringMatching(/^portal: crl\.sign .*G1/)]);
  expect(moved).toBe(1);
  const after = await current();
  expect(after.number).toBeGreaterThan(before.number);
  expect(after.thisUpdate.getTime() - before.thisUpdate.getTime()).toBeGreaterThanOrEqual(1000);
  expect((await pull(node))?.files.find(({ path }) => path === "crl.pem")?.content).toContain("X509 CRL");
  expect(readCrl(await der()).number).toBe(after.number);
});

test("two portals, and eight at once: one of them signs", async () => {
  await openConnections();
  await anHourPasses();
  const { value, entries, moved } = await watched(() => Promise.all(Array.from({ length: 8 }, () => resignCrls(job()))));
  expect(value.reduce((sum, n) => sum + n, 0)).toBe(1);
  expect([entries.length, moved]).toEqual([1, 1]);
});

test("I6: with a clock that is not to be trusted a revocation stands all the same, and its CRL follows as soon as the clock is right", async () => {
  const ann = await addPersonWithProfile(as(admin), "ann");
  const wrong = () => new Date(Date.now() + 40_000);
  const before = await current();
  const { moved } = await watched(() => revokeDevice(as(admin, wrong), ann.deviceId, { reason: "keyCompromise" }));
  expect(moved).toBe(1);
  expect(await db().authority.findFirstOrThrow({ where: { kind: "issuing" } })).toMatchObject({ crlDue: true });
  expect((await current()).number).toBe(before.number);
  const bundle = await pull(node);
  expect(bundle?.files.some(({ path }) => path.startsWith("ccd/"))).toBe(false);
  expect(bundle?.removals.map((removal) => removal.commonName)).toEqual([ann.commonName]);
  expect(crlHas(await der(), ann.serial)).toBe(false);

  expect(await resignCrls(as({ kind: "portal" }, wrong))).toBe(0);
  expect(await watched(() => resignCrls(job()))).toMatchObject({ value: 1, moved: 1 });
  expect(crlHas(await der(), ann.serial)).toBe(true);
  expect(await db().authority.findFirstOrThrow({ where: { kind: "issuing" } })).toMatchObject({ crlDue: false });
});

test("nothing is signed either while the nodes' clocks say that the portal's is wrong", async () => {
  const bob = await addPersonWithProfile(as(admin), "bob");
  await storeReport(nodeContext(node), reportOf(node, { clock: new Date(Date.now() - 6 * 60_000).toISOString() }));
  await offboardUser(as(admin), "bob", { confirm: "bob" });
  expect(crlHas(await der(), bob.serial)).toBe(false);
  await storeReport(nodeContext(node), reportOf(node));
  expect(await resignCrls(job())).toBe(1);
  expect(crlHas(await der(), bob.serial)).toBe(true);
});

test("I4: so many in a row that thisUpdate would come within ten minutes of now: due, not in the future", async () => {
  const carol = await addPersonWithProfile(as(admin), "carol");
  const soon = new Date(Math.floor(Date.now() / 1000) * 1000 - 10 * 60_000 + 20_000);
  const real = await current();
  await db().crl.updateMany({ data: { thisUpdate: soon } });
  await revokeDevice(as(admin), carol.deviceId, { reason: "superseded" });
  expect(await db().authority.findFirstOrThrow({ where: { kind: "issuing" } })).toMatchObject({ crlDue: true });
  await db().crl.updateMany({ data: { thisUpdate: real.thisUpdate } });
  expect(await resignCrls(job())).toBe(1);
  expect(crlHas(await der(), carol.serial)).toBe(true);
});
