import { expect, test, vi } from "vitest";
import { POST as addUser } from "@/app/api/v1/users/route";
import { createToken } from "@/lib/accounts/create-token";
import { db } from "@/lib/db/client";
import { as, newCluster } from "@/lib/lifecycle/cluster-for-tests";

test("I10 what somebody may not do is a line of the portal's log that names them, and no entry of the audit log", async () => {
  const done = await createToken(as(await newCluster()), { name: "a reader", role: "auditor", expiresInDays: 1 });
  if (done.replayed) throw new Error("replayed");
  const { token } = done.value;
  const entries = await db().auditEntry.count();
  const lines = vi.spyOn(console, "log").mockImplementation(() => {});
  const request = new Request("http://localhost:3000/api/v1/users", {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json", "x-forwarded-for": "203.0.113.7" },
    body: JSON.stringify({ username: "ann", name: "Ann" }),
  });
  const answer = await addUser(request, { params: Promise.resolve({}) });
  const said = lines.mock.calls.map(([line]) => String(line));
  lines.mockRestore();
  expect(answer.status).toBe(403);
  expect(said).toHaveLength(1);
  expect(JSON.parse(said[0] ?? "")).toMatchObject({
    level: "warn",
    event: "request.forbidden",
    where: "POST /api/v1/users",
    actor: "token a reader",
    sentence: "This token's role (auditor) does not allow this. Ask an admin for a token with another role.",
  });
  expect(said[0]).not.toContain(token);
  expect(await db().auditEntry.count()).toBe(entries);
});
