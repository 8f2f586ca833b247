import { expect, test } from "vitest";
import { verifyAudit } from "@/lib/core/verify-audit";
import { getSecret } from "@/lib/core/secrets";
import { db } from "@/lib/db/client";
import { Refusal } from "@/lib/refusal";
import { ADMIN, as, newSetupToken, refusal, setUpBody } from "./cluster-for-tests";
import { setUp, SetUpBody, SETUP_LINK_IS_NO_GOOD, setupTokenIsGood } from "./set-up";

const ctx = as({ kind: "setup" });

test("before setup, a link that is unknown, expired or already used opens nothing, and nothing is stored", async () => {
  const expired = await newSetupToken(new Date(Date.now() - 1));
  for (const token of ["x".repeat(43), expired]) {
    expect(await setupTokenIsGood(token, new Date())).toBe(false);
    await expect(setUp(ctx, setUpBody(token))).rejects.toMatchObject({ code: "gone", sentence: SETUP_LINK_IS_NO_GOOD });
  }
  expect([
    await db().cluster.count(),
    await db().authority.count(),
    await db().secret.count(),
    await db().authUser.count(),
    await db().auditEntry.count(),
  ]).toEqual([0, 0, 0, 0, 0]);
});

test.each([
  ["admin.password", { admin: { ...ADMIN, password: "too short" } }, "12 characters"],
  ["admin.email", { admin: { ...ADMIN, email: "ada" } }, "e-mail"],
  ["cluster.name", { cluster: { name: "Har\nbour" } }, "cannot be seen"],
  ["cluster.topology", { cluster: { name: "Harbour", topology: "p2p" } }, "subnet or net30"],
  ["pool.ipv4", { pool: { ipv4: "8.8.0.0/16", ipv6: "fd00::/64" } }, "private"],
  ["pool.ipv6", { pool: { ipv4: "10.8.0.0/16", ipv6: "fd00::1/64" } }, "beginning of its network"],
  ["push.routes4.0", { push: { nameServers: [], searchDomains: [], routes4: ["10.0.0.1/8"], routes6: [] } }, "IPv4 network"],
])("a mistake in %s is named", (field, change, words) => {
  const read = SetUpBody.safeParse({ ...setUpBody("t"), ...change });
  expect(read.error?.issues.map((issue) => issue.path.join("."))).toEqual([field]);
  expect(read.error?.issues[0]?.message).toContain(words);
});

test("I9: of five setups at once with one link, one happens; the others are told that the link was used", async () => {
  const token = await newSetupToken();
  const body = setUpBody(token);
  const ends = await Promise.allSettled(Array.from({ length: 5 }, () => setUp(ctx, body)));
  const refused = ends.flatMap((end) => (end.status === "rejected" ? [end.reason] : []));
  expect(refused).toHaveLength(4);
  for (const reason of refused) expect(reason).toMatchObject({ code: "gone", sentence: SETUP_LINK_IS_NO_GOOD });
  expect(refused.every((reason) => reason instanceof Refusal)).toBe(true);

  expect(await db().cluster.findUniqueOrThrow({ where: { id: 1 } })).toMatchObject({
    name: "Harbour",
    topology: "subnet",
    epoch: 1,
    revision: 1n,
    auditSeq: 1n,
    routes4: ["10.20.0.0/24"],
  });
  expect(await db().addressPair.count({ where: { state: "free" } })).toBe(256 - 3);
  expect((await db().addressPair.findMany({ orderBy: { index: "asc" }, take: 1 }))[0]).toMatchObject({
    ipv4: "10.8.0.2",
    ipv6: "fd7a:6ca6:e640:8000::a08:2",
  });
  expect(await db().authority.findMany({ select: { kind: true, generation: true }, orderBy: { id: "asc" } })).toEqual([
    { kind: "root", generation: 0 },
    { kind: "issuing", generation: 1 },
  ]);
  expect(await db().crl.count()).toBe(1);
  for (const purpose of ["root-key", "issuing-key-1", "bundle-signing-key", "tls-crypt-v2-server-key"] as const)
    expect(await getSecret(purpose)).not.toBeNull();
  expect(await db().account.findMany({ include: { authUser: true } })).toMatchObject([{ role: "admin", authUser: { email: ADMIN.email } }]);
  expect(await db().auditEntry.findMany()).toMatchObject([
    { seq: 1n, actor: "setup", action: "cluster.set-up", subject: "cluster Harbour" },
  ]);
  expect(await verifyAudit()).toEqual({ ok: true, entries: 1 });
  expect(await setupTokenIsGood(token, new Date())).toBe(false);
});

test("a cluster is set up once: another good link is refused too", async () => {
  const token = await newSetupToken();
  expect(await setupTokenIsGood(token, new Date())).toBe(false);
  expect(await refusal(() => setUp(ctx, setUpBody(token)))).toMatchObject({ code: "gone" });
});
