import { createHash, randomBytes, randomUUID } from "node:crypto";
import { hashPassword } from "better-auth/crypto";
import type { Database } from "../database";
import { enrolBalancer } from "../bad-input/enrol-balancer";
import { openTarget, type Target } from "../bad-input/target";
import { newCsr, type Said } from "../program";

/** Everybody who may knock. Another user is one whose account is linked to a user who is not the one that is asked about. */
export const WHO = [
  "nobody",
  "no role",
  "another user",
  "auditor",
  "operator",
  "admin",
  "a node",
  "another node",
  "a balancer",
  "token of no role",
  "auditor's token",
  "operator's token",
  "admin's token",
  "demoted admin's token",
] as const;
export type Who = (typeof WHO)[number];

export type Everybody = {
  target: Target;
  /** A user with a device, the account that is linked to her, and what they have. */
  ann: { username: string; deviceId: string; accountId: string };
  /** A run of the past. */
  run: string;
  /** A balancer with an agent. */
  balancer: { name: string; cluster: string };
  headers: Record<Who, Record<string, string>>;
  knock: (who: Who, method: string, path: string, body?: unknown) => Promise<Said>;
};

const PASSWORD = "correct horse battery staple";
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** A cluster with one of each: accounts by their rows, sign-ins through the portal, nodes through enrolment. */
export async function openEverybody(): Promise<Everybody> {
  const target = await openTarget();
  const { database, page, program } = target;
  await page("POST", "/api/v1/users", { body: { username: "bob", name: "Bob", device: "laptop" } });
  const [ann] = await database.rows<{ id: string; device: string }>(
    `SELECT u.id, d.id AS device FROM "user" u JOIN device d ON d.user_id = u.id WHERE username = 'ann.smith'`,
  );
  const [bob] = await database.rows<{ id: string }>(`SELECT id FROM "user" WHERE username = 'bob'`);
  const passwordHash = await hashPassword(PASSWORD);
  const cookieOf = async (name: string, role: string, userId: string | null) => {
    await addAccount(database, { name, role, userId, passwordHash });
    return signIn(target, `${name}@example.org`);
  };
  const annsAccount = await addAccount(database, { name: "ann", role: "none", userId: ann?.id ?? null, passwordHash });
  const tokenOf = async (role: string, maker = "ada@example.org", name = `${role} program`) => {
    const token = randomBytes(32).toString("base64url");
    await database.rows(
      `INSERT INTO api_token (id, name, role, token_hash, created_at, created_by, maker_id) SELECT $1, $2, $3::"Role", $4, now(), $5, a.id
       FROM account a JOIN auth_user u ON u.id = a.auth_user_id WHERE u.email = $5`,
      [randomUUID(), name, role, sha256(token), maker],
    );
    return { authorization: `Bearer ${token}` };
  };
  const joined = await page("POST", "/api/v1/nodes", { body: { name: "vpn3", address: "vpn3.example.org" } });
  const joinToken = /HOMEPORT_JOIN_TOKEN='([^']+)'/.exec(JSON.stringify(joined.body))?.[1] ?? "";
  const other = await program("POST", "/api/v1/nodes/enrol", { body: { joinToken, csr: await newCsr("vpn3"), agentVersion: "0.3.0" } });
  const balancer = await enrolBalancer(target, "lb1");
  const run = await page("POST", "/api/v1/runs", { body: { verb: "resume", usernames: ["bob"] } });
  const headers: Everybody["headers"] = {
    nobody: {},
    "no role": { cookie: await cookieOf("norah", "none", null) },
    "another user": { cookie: await cookieOf("bob", "none", bob?.id ?? null) },
    auditor: { cookie: await cookieOf("audrey", "auditor", null) },
    operator: { cookie: await cookieOf("oscar", "operator", null) },
    admin: { cookie: target.cookie },
    "a node": { authorization: `Bearer ${target.node.token}` },
    "another node": { authorization: `Bearer ${String(other.body.nodeToken)}` },
    "a balancer": { authorization: `Bearer ${balancer.token}` },
    "token of no role": await tokenOf("none"),
    "auditor's token": await tokenOf("auditor"),
    "operator's token": await tokenOf("operator"),
    "admin's token": await tokenOf("admin"),
    // Made while she was one.
    "demoted admin's token": await tokenOf("admin", "audrey@example.org", "program of audrey"),
  };
  return {
    target,
    ann: { username: "ann.smith", deviceId: ann?.device ?? "", accountId: annsAccount },
    run: String(run.body.id),
    balancer,
    headers,
    knock: async (who, method, path, body) => {
      // A stream of events never ends: that it began is the answer.
      const ending = new AbortController();
      const asked = fetch(new URL(path, target.portal.url), {
        method,
        headers: { "content-type": "application/json", origin: target.portal.url, ...headers[who] },
        signal: ending.signal,
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      const answer = await asked;
      const type = answer.headers.get("content-type") ?? "";
      const text = type.startsWith("text/event-stream") ? "" : await answer.text();
      ending.abort();
      return { status: answer.status, type, body: /json/.test(type) && text ? (JSON.parse(text) as Record<string, unknown>) : { text } };
    },
  };
}

async function addAccount(
  database: Database,
  of: { name: string; role: string; userId: string | null; passwordHash: string },
): Promise<string> {
  const [id, account] = [randomBytes(16).toString("hex"), randomUUID()];
  await database.rows("INSERT INTO auth_user (id, name, email, email_verified) VALUES ($1, $2, $3, true)", [
    id,
    of.name,
    `${of.name}@example.org`,
  ]);
  await database.rows(
    "INSERT INTO auth_credential (id, account_id, provider_id, user_id, password, updated_at) VALUES ($1, $2, 'credential', $2, $3, now())",
    [randomBytes(16).toString("hex"), id, of.passwordHash],
  );
  await database.rows('INSERT INTO account (id, auth_user_id, role, user_id, created_at) VALUES ($1, $2, $3::"Role", $4, now())', [
    account,
    id,
    of.role,
    of.userId,
  ]);
  return account;
}

async function signIn(target: Target, email: string): Promise<string> {
  const answer = await fetch(new URL("/api/auth/sign-in/email", target.portal.url), {
    method: "POST",
    headers: { "content-type": "application/json", origin: target.portal.url },
    body: JSON.stringify({ email, password: PASSWORD }),
  });
  if (!answer.ok) throw new Error(`${email} cannot sign in: ${answer.status} ${await answer.text()}`);
  return answer.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
}
