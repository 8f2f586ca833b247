import { createHash } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { POST as previewImport } from "@/app/api/v1/imports/route";
import { PUT as saveMail } from "@/app/api/v1/settings/mail/route";
import { createToken } from "@/lib/accounts/create-token";
import { db } from "@/lib/db/client";
import { as, newCluster } from "@/lib/lifecycle/cluster-for-tests";

let token: string;
beforeAll(async () => {
  const done = await createToken(as(await newCluster()), { name: "a program", role: "admin", expiresInDays: 1 });
  if (done.replayed) throw new Error("replayed");
  token = done.value.token;
});
const ask = (method: string, path: string, type: string, key: string, body: string) =>
  new Request(`http://localhost:3000/api/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": type, "content-length": String(body.length), "idempotency-key": key },
    body,
  });
const params = Promise.resolve({});

test("I12: what is kept of a request is no quick way to try passwords: its hash needs the key that is not in the database", async () => {
  const body = JSON.stringify({
    version: 1,
    host: "smtp.example.org",
    port: 587,
    security: "starttls",
    user: "vpn",
    password: "hunter2",
    from: "vpn@example.org",
    mailUsers: true,
  });
  expect((await saveMail(ask("PUT", "settings/mail", "application/json", "one", body), { params })).status).toBe(200);
  const kept = await db().idempotencyKey.findFirstOrThrow({ where: { key: "one" } });
  expect(kept.bodyHash).not.toBe(createHash("sha256").update(body).digest("hex"));
  expect((await saveMail(ask("PUT", "settings/mail", "application/json", "one", body), { params })).status).toBe(200);
  const other = body.replace("hunter2", "hunter3");
  expect((await saveMail(ask("PUT", "settings/mail", "application/json", "one", other), { params })).status).toBe(409);
});

test("I9: another file of the same length under the same key is another request, the same file the same", async () => {
  const send = async (body: string) => previewImport(ask("POST", "imports", "text/csv", "two", body), { params });
  const first = await send("username,name\nann,Ann\n");
  expect(first.status).toBe(201);
  const again = await send("username,name\nann,Ann\n");
  expect(await again.json()).toEqual(await first.json());
  expect((await send("username,name\nbob,Bob\n")).status).toBe(409);
  expect(await db().run.count()).toBe(1);
});
