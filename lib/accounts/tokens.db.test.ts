import { beforeAll, beforeEach, expect, test } from "vitest";
import { GET } from "@/app/api/v1/tokens/route";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { as, newCluster, refusal, watched } from "@/lib/lifecycle/cluster-for-tests";
import { apiTokenActor } from "./api-token-actor";
import { createToken, CreateTokenBody, type CreatedToken } from "./create-token";
import { listTokens } from "./list-tokens";
import { PER_TOKEN, REFUSED_PER_SOURCE } from "./request-limit";
import { revokeToken } from "./revoke-token";

let admin: Actor;
let n = 0;
beforeAll(async () => {
  admin = await newCluster();
});
beforeEach(() => db().requestCount.deleteMany());
async function create(role: "admin" | "operator" | "auditor" = "auditor", expiresInDays: number | null = 30): Promise<CreatedToken> {
  const done = await createToken(as(admin), CreateTokenBody.parse({ name: `program ${++n}`, role, expiresInDays }));
  if (done.replayed) throw new Error("replayed");
  return done.value;
}
const ask = (token: string, source = "203.0.113.5") =>
  new Request("http://localhost:3000/api/v1/tokens", { headers: { authorization: `Bearer ${token}`, "x-forwarded-for": source } });
const get = (token: string, source?: string) => GET(ask(token, source), { params: Promise.resolve(undefined) });

test("a token is shown once, kept as a hash, and acts with its role under its name", async () => {
  const { value, entries, moved } = await watched(() => create("operator"));
  expect([entries, moved]).toEqual([[`ada@example.org: token.create token ${value.name}`], 0]);
  expect(await apiTokenActor(ask(value.token), null)).toEqual({
    kind: "token",
    id: value.id,
    name: value.name,
    role: "operator",
    maker: { id: expect.any(String), email: "ada@example.org", role: "admin" },
  });
  const [row] = await db().$queryRaw<{ t: string }[]>`SELECT row_to_json(t)::text AS t FROM api_token t WHERE id = ${value.id}::uuid`;
  expect(row?.t).not.toContain(value.token);
  expect(JSON.stringify(await listTokens(as(admin)))).not.toMatch(/hash/i);
  const body = CreateTokenBody.parse({ name: "once", role: "auditor", expiresInDays: null });
  await createToken(as(admin, undefined, "one"), body);
  const again = await createToken(as(admin, undefined, "one"), body);
  expect(again).toMatchObject({ replayed: true, value: { name: "once" } });
  expect(JSON.stringify(again.value)).not.toContain("token");
});

test("a revoked and an expired token are refused with the next request; a name is never used again", async () => {
  const one = await create();
  expect((await get(one.token)).status).toBe(200);
  const { entries, moved } = await watched(() => revokeToken(as(admin), one.id));
  expect([entries, moved]).toEqual([[`ada@example.org: token.revoke token ${one.name}`], 0]);
  expect((await get(one.token)).status).toBe(401);
  expect(await refusal(() => revokeToken(as(admin), one.id))).toMatchObject({ code: "state" });
  expect(await refusal(() => revokeToken(as(admin), crypto.randomUUID()))).toMatchObject({ code: "missing" });
  const body = CreateTokenBody.parse({ name: one.name, role: "auditor", expiresInDays: null });
  expect(await refusal(() => createToken(as(admin), body))).toMatchObject({ code: "taken", field: "name" });
  const two = await create("auditor", 1);
  await db().apiToken.update({ where: { id: two.id }, data: { expiresAt: new Date() } });
  expect((await get(two.token)).status).toBe(401);
  const { rows } = await listTokens(as(admin));
  expect(rows.find((row) => row.id === two.id)?.state).toBe("expired");
  expect(rows.find((row) => row.id === one.id)?.state).toBe("revoked");
});

test("only an admin, or an admin's program, creates and revokes tokens", async () => {
  const { id } = await create();
  const body = CreateTokenBody.parse({ name: "never", role: "admin", expiresInDays: 1 });
  for (const actor of [
    { ...admin, role: "operator" } as Actor,
    { ...admin, role: "auditor" } as Actor,
    { kind: "token", id, name: "program", role: "operator", maker: { id, email: "ada@example.org", role: "admin" } } as const,
  ]) {
    expect(await refusal(() => createToken(as(actor), body))).toMatchObject({ code: "forbidden" });
    expect(await refusal(() => revokeToken(as(actor), id))).toMatchObject({ code: "forbidden" });
  }
  expect(await refusal(() => listTokens(as({ ...admin, role: "operator" } as Actor)))).toMatchObject({ code: "forbidden" });
  for (const [wrong, field] of [
    [{ name: "", role: "admin", expiresInDays: 1 }, "name"],
    [{ name: "a\nb", role: "admin", expiresInDays: 1 }, "name"],
    [{ name: "a", role: "none", expiresInDays: 1 }, "role"],
    [{ name: "a", role: "admin", expiresInDays: 0 }, "expiresInDays"],
    [{ name: "a", role: "admin", expiresInDays: 1.5 }, "expiresInDays"],
    [{ name: "a", role: "admin" }, "expiresInDays"],
  ] as const)
    expect(CreateTokenBody.safeParse(wrong).error?.issues[0]?.path).toEqual([field]);
});

test("the last use is written down with its source, at most once a minute", async () => {
  const { id, token } = await create();
  const used = async () => db().apiToken.findUniqueOrThrow({ where: { id }, select: { lastUsedAt: true, lastSource: true } });
  expect((await used()).lastUsedAt).toBeNull();
  await get(token, "203.0.113.5");
  const first = await used();
  expect(first).toMatchObject({ lastUsedAt: expect.any(Date), lastSource: "203.0.113.5" });
  await get(token, "203.0.113.6");
  expect(await used()).toEqual(first);
  await db().apiToken.update({ where: { id }, data: { lastUsedAt: new Date(Date.now() - 61_000) } });
  await get(token, "203.0.113.6");
  expect((await used()).lastSource).toBe("203.0.113.6");
});

test("a program is told how many requests are left, and the one too many when to come back; others go on", async () => {
  const [one, two] = [await create(), await create()];
  const first = await get(one.token);
  expect(first.headers.get("ratelimit-limit")).toBe(String(PER_TOKEN));
  expect(first.headers.get("ratelimit-remaining")).toBe(String(PER_TOKEN - 1));
  expect(Number(first.headers.get("ratelimit-reset"))).toBeGreaterThan(0);
  await db().requestCount.updateMany({ data: { points: PER_TOKEN - 5 } });
  const statuses = await Promise.all(Array.from({ length: 12 }, async () => (await get(one.token)).status));
  expect(
    statuses.filter((status) => status === 200),
    "burst from all sides: counted in the database",
  ).toHaveLength(5);
  const over = await get(one.token);
  expect(over.status).toBe(429);
  expect(Number(over.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(Number(over.headers.get("retry-after"))).toBeLessThanOrEqual(60);
  expect(over.headers.get("ratelimit-remaining")).toBe("0");
  expect(await over.json()).toMatchObject({ code: "too-many", detail: expect.stringContaining("Try again in") });
  expect((await get(two.token)).status).toBe(200);
});

test("a source that only guesses is told to stop, and keeps nobody out who has a good token", async () => {
  const { token } = await create();
  const source = "203.0.113.77";
  for (let i = 0; i < REFUSED_PER_SOURCE; i += 100) await Promise.all(Array.from({ length: 100 }, () => get("x".repeat(43), source)));
  const over = await get("x".repeat(43), source);
  expect(over.status).toBe(429);
  expect(over.headers.get("retry-after")).not.toBeNull();
  expect((await get(token, source)).status).toBe(200);
  expect((await get("x".repeat(43), "203.0.113.78")).status).toBe(401);
}, 60_000);
