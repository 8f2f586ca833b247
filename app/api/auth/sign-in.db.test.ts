import { beforeAll, expect, test } from "vitest";
import { GET, POST } from "./[...all]/route";
import { db } from "@/lib/db/client";
import { ADMIN, newCluster } from "@/lib/lifecycle/cluster-for-tests";
import { currentActor } from "@/lib/accounts/current-actor";

beforeAll(async () => void (await newCluster()));
let source = 0;
const ask = (path: string, method: "GET" | "POST", body?: unknown, headers: Record<string, string> = {}) =>
  new Request(`http://localhost:3000/api/auth${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    headers: {
      "content-type": "application/json",
      origin: "http://localhost:3000",
      "x-forwarded-for": `198.51.100.${++source % 250}`,
      ...headers,
    },
  });
const signIn = (email: string, password: string, headers?: Record<string, string>) =>
  POST(ask("/sign-in/email", "POST", { email, password }, headers));
const said = async (answer: Response) => ({
  status: answer.status,
  ...((await answer.json()) as { detail?: string; code?: string; field?: string }),
});
/** A minute passes for both limits. */
const aMinutePasses = async () => {
  await db().$executeRaw`UPDATE security_event SET at = at - interval '61 seconds'`;
  await db().authRateLimit.deleteMany();
};

test("the right password signs in with an http-only cookie; the answer has no token", async () => {
  const answer = await signIn("  ADA@example.org ".trim(), ADMIN.password);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe("{}");
  const [cookie = ""] = answer.headers.getSetCookie();
  expect(cookie).toMatch(/^homeport\.session_token=[^;]+;.*HttpOnly;.*SameSite=Lax/i);
  const value = cookie.split(";")[0] ?? "";
  expect(await currentActor(new Headers({ cookie: value }))).toMatchObject({ kind: "account", email: ADMIN.email, role: "admin" });
});

test("I12: the token that the database has does not sign in without the signature that only the cookie has", async () => {
  const [row] = await db().authSession.findMany();
  for (const forged of [row?.token ?? "", `${row?.token}.`, `${row?.token}.AAAA`]) {
    expect(await currentActor(new Headers({ cookie: `homeport.session_token=${encodeURIComponent(forged)}` }))).toEqual({ kind: "nobody" });
  }
});

test("unknown and wrong get the same answer", async () => {
  const [wrong, unknown] = [
    await said(await signIn(ADMIN.email, "wrong password!")),
    await said(await signIn("nobody@example.org", "wrong password!")),
  ];
  expect(wrong).toMatchObject({ status: 401, code: "signed-out" });
  expect(unknown).toEqual(wrong);
  await aMinutePasses();
});

test("ten refused attempts a minute on one address from one source; then a sentence and Retry-After; then it is good again", async () => {
  for (const [i, email] of [ADMIN.email, "nobody@example.org"].entries()) {
    const here = { "x-forwarded-for": `203.0.113.${100 + i}` };
    for (let n = 0; n < 10; n++) expect((await signIn(n % 2 ? email : email.toUpperCase(), "wrong password!", here)).status).toBe(401);
    const eleventh = await signIn(email, ADMIN.password, here);
    expect(eleventh.headers.get("retry-after")).toBe("60");
    expect(await said(eleventh)).toMatchObject({ status: 429, code: "too-many", detail: expect.stringContaining("Wait a minute") });
  }
  expect((await signIn(ADMIN.email, ADMIN.password)).status, "a stranger elsewhere does not lock the admin out").toBe(200);
  await aMinutePasses();
  expect((await signIn(ADMIN.email, ADMIN.password, { "x-forwarded-for": "203.0.113.100" })).status).toBe(200);
});

test("a hundred refused attempts a minute on one address from everywhere", async () => {
  await db().securityEvent.createMany({ data: Array.from({ length: 2 }, () => ({ at: new Date(), kind: "other", detail: "x" })) });
  for (let n = 0; n < 2; n++) await signIn(ADMIN.email, "wrong password!");
  const one = await db().securityEvent.findFirstOrThrow({ where: { kind: "sign-in.refused", at: { gt: new Date(Date.now() - 60_000) } } });
  await db().securityEvent.createMany({
    data: Array.from({ length: 98 }, (_, n) => ({ at: new Date(), kind: one.kind, detail: one.detail, source: `192.0.2.${n}` })),
  });
  expect((await signIn(ADMIN.email, ADMIN.password)).status).toBe(429);
  await aMinutePasses();
});

test("a burst of sixty at once gets no more than ten tries, and turned away ones do not prolong the wait", async () => {
  const here = { "x-forwarded-for": "203.0.113.200" };
  const before = await db().securityEvent.count({ where: { kind: "sign-in.refused", source: "203.0.113.200" } });
  const answers = await Promise.all(Array.from({ length: 60 }, () => signIn(ADMIN.email, "wrong password!", here)));
  const tries = answers.filter(({ status }) => status === 401).length;
  expect(tries).toBeGreaterThan(0);
  expect(tries).toBeLessThanOrEqual(10);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(60 - tries);
  expect((await db().securityEvent.count({ where: { kind: "sign-in.refused", source: "203.0.113.200" } })) - before).toBe(10);
  await aMinutePasses();
}, 60_000);

test("a right password leaves no mark that counts", async () => {
  for (let i = 0; i < 12; i++) expect((await signIn(ADMIN.email, ADMIN.password)).status).toBe(200);
});

test("twenty from one address in a minute are too many, whatever the e-mail", async () => {
  const statuses: number[] = [];
  for (let i = 0; i < 20; i++)
    statuses.push((await signIn(`somebody${i}@example.org`, "wrong password!", { "x-forwarded-for": "203.0.113.9" })).status);
  expect(statuses.at(-1)).toBe(429);
  await aMinutePasses();
});

test("everything else of the library's endpoints is not there, and other pages may not post", async () => {
  for (const path of [
    "/sign-up/email",
    "/change-password",
    "/forget-password",
    "/reset-password",
    "/update-user",
    "/delete-user",
    "/list-sessions",
    "/ok",
    "/error",
    "/sign-in/social",
    "/sign-in/email/../../sign-up/email",
    "",
  ]) {
    expect((await POST(ask(path, "POST", {}))).status, `POST ${path}`).toBe(404);
    expect((await GET(ask(path, "GET"))).status, `GET ${path}`).toBe(404);
  }
  expect((await GET(ask("/sign-in/email", "GET"))).status).toBe(404);
  expect(await said(await signIn(ADMIN.email, ADMIN.password, { origin: "https://evil.example" }))).toMatchObject({
    status: 403,
    code: "forbidden",
  });
  expect(await said(await POST(ask("/sign-out", "POST", {}, { origin: "https://evil.example" })))).toMatchObject({ status: 403 });
});

test.each([
  [{ email: "a", password: 5 }, 400, "password"],
  [{ email: "\0@example.org", password: "x" }, 401, undefined],
  [{ email: "\ud800@example.org", password: "x" }, 401, undefined],
  [{ email: "a".repeat(201), password: "x" }, 400, "email"],
  [{ email: "a@example.org", password: "x".repeat(1001) }, 400, "password"],
  [[], 400, undefined],
])("a body that is not right is said to be so: %j", async (body, status, field) => {
  const answer = await said(await POST(ask("/sign-in/email", "POST", body)));
  expect(answer).toMatchObject({ status, ...(field ? { field } : {}) });
});
