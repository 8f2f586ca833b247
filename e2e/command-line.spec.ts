import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { z } from "zod";
import { startDatabase, type Database } from "./database";
import { ADMIN, ask, newCsr } from "./program";
import { startPortal, type Portal } from "./portal";

let portal: Portal;
let database: Database;
let folder = "";
let env: Record<string, string> = {};
type Ran = { code: number | null; out: string; err: string };

test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  database = await startDatabase();
  portal = await startPortal({ env: { DATABASE_URL: database.url } });
  folder = mkdtempSync(path.join(tmpdir(), "hp-command-line-"));
  env = { HOMEPORT_CREDENTIALS: path.join(folder, "credentials.json") };
});
test.afterAll(async () => {
  await portal?.stop();
  await database?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The command as somebody runs it, with none of this machine's own settings. */
function homeport(args: string[], { input = "", more = {} }: { input?: string; more?: Record<string, string> } = {}): Promise<Ran> {
  const { HOMEPORT_URL: _u, HOMEPORT_TOKEN: _t, ...rest } = process.env;
  const child = spawn(process.execPath, ["scripts/homeport.mjs", ...args], {
    cwd: path.resolve(import.meta.dirname, ".."),
    env: { ...rest, ...env, ...more },
  });
  const ran: Ran = { code: null, out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (ran.out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (ran.err += text));
  child.stdin.end(input);
  return new Promise((resolve) => child.once("close", (code) => resolve({ ...ran, code })));
}

/** What it says as JSON, having worked. */
async function json(args: string[], input = ""): Promise<Record<string, unknown>> {
  const ran = await homeport([...args, "--json"], { input });
  expect(ran.err, args.join(" ")).toBe("");
  expect(ran.code).toBe(0);
  return JSON.parse(ran.out);
}

test("setup sets the cluster up, and keeps an admin's token where its owner alone reads it", async () => {
  const args = ["setup", "--name", ADMIN.name, "--email", ADMIN.email, "--cluster", "Harbour", "--ipv4", "10.8.0.0/24"];
  const link = portal.setupLink ?? "";
  const short = await homeport(args, { more: { HOMEPORT_SETUP_LINK: link, HOMEPORT_PASSWORD: "short" } });
  expect([short.code, short.err]).toEqual([1, "The password must have 12 characters or more. (admin.password)\n"]);
  const wrong = await homeport([...args, "--topology", "p2p"], { more: { HOMEPORT_SETUP_LINK: link, HOMEPORT_PASSWORD: ADMIN.password } });
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining("Allowed choices are subnet, net30")]);
  const done = await homeport(args, { more: { HOMEPORT_SETUP_LINK: link, HOMEPORT_PASSWORD: ADMIN.password } });
  expect(done.err).toBe("");
  expect(done.out).toContain(`The cluster Harbour is set up at ${portal.url}.`);
  expect(statSync(path.join(folder, "credentials.json")).mode & 0o777).toBe(0o600);
  const again = await homeport(args, { more: { HOMEPORT_SETUP_LINK: link, HOMEPORT_PASSWORD: ADMIN.password } });
  expect([again.code, again.err]).toEqual([1, expect.stringContaining("This setup link is not good")]);
});

test("a wrong command, no token and a portal that is away are each said in a sentence", async () => {
  expect((await homeport(["user", "frobnicate"])).code).toBe(2);
  const nobody = await homeport(["user", "list"], { more: { HOMEPORT_CREDENTIALS: path.join(folder, "none") } });
  expect([nobody.code, nobody.err]).toEqual([2, expect.stringContaining("There is no API token")]);
  const dead = await homeport(["user", "list"], { more: { HOMEPORT_TOKEN: "x".repeat(43), HOMEPORT_URL: portal.url } });
  expect([dead.code, dead.err]).toEqual([1, expect.stringContaining("This API token is not good")]);
  const away = await homeport(["node", "list", "--url", "http://127.0.0.1:9"], { more: { HOMEPORT_TOKEN: "x".repeat(43) } });
  expect([away.code, away.err]).toEqual([1, expect.stringContaining("does not answer")]);
  const elsewhere = await homeport(["node", "list", "--url", "http://127.0.0.1:9"]);
  expect([elsewhere.code, elsewhere.err], "a saved token goes to no other address").toEqual([2, expect.stringContaining("no API token")]);
});

test("nodes are added, shown, joined again and removed", async () => {
  const added = await homeport(["node", "add", "vpn1", "--address", "198.51.100.25"]);
  expect(added.out).toMatch(/JOIN_TOKEN='[\w-]{43}'/);
  const twice = await homeport(["node", "add", "vpn1", "--address", "198.51.100.26", "--json"]);
  expect([twice.code, JSON.parse(twice.err)]).toEqual([1, expect.objectContaining({ status: 409, field: "name" })]);
  expect(await json(["node", "list"])).toMatchObject({ nodes: [{ name: "vpn1", state: "joining" }] });
  expect((await homeport(["node", "list"])).out).toMatch(/^Name +Address/);
  expect((await homeport(["node", "join", "vpn1"])).out).toContain("JOIN_TOKEN=");
  expect((await homeport(["node", "show", "vpn1"])).out).toContain("198.51.100.25");
  await json(["node", "add", "vpn2", "--address", "198.51.100.27"]);
  expect(await json(["node", "remove", "vpn2", "--confirm", "vpn2"])).toMatchObject({ name: "vpn2" });
});

test("a person and their devices go their whole way", async () => {
  const added = await homeport(["user", "add", "ann.smith", "--name", "Ann Smith", "--email", "ann@example.org"]);
  const token = /#([\w-]{43})/.exec(added.out)?.[1] ?? "";
  expect(token).not.toBe("");
  const used = await ask(portal.url, portal.url, "POST", "/api/v1/invitations/use", {
    body: { token, csr: await newCsr("ann.smith.laptop.1") },
  });
  expect(used.status).toBe(201);
  expect(await json(["user", "list", "--search", "smith"])).toMatchObject({ rows: [{ username: "ann.smith", devices: 1 }] });
  expect((await homeport(["user", "show", "ann.smith"])).out).toContain("ann.smith.laptop.1");
  await json(["user", "edit", "ann.smith", "--name", "Ann Marie Smith"]);
  expect(await json(["user", "show", "ann.smith"])).toMatchObject({ name: "Ann Marie Smith", email: "ann@example.org" });
  await json(["user", "suspend", "ann.smith"]);
  expect(await json(["user", "show", "ann.smith"])).toMatchObject({ state: "suspended" });
  await json(["user", "resume", "ann.smith"]);
  expect((await homeport(["device", "add", "ann.smith/phone"])).out).toContain("/invitation#");
  expect((await homeport(["device", "renew", "ann.smith/laptop"])).out).toContain("/invitation#");
  expect((await homeport(["device", "lost", "ann.smith/laptop"])).out).toContain("revoked as compromised");
  expect((await homeport(["device", "list", "ann.smith"])).out).toContain("phone");
  const unknown = await homeport(["device", "revoke", "ann.smith/tablet"]);
  expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining("has no device tablet")]);
  const unsure = await homeport(["user", "offboard", "ann.smith", "--confirm", "ann"]);
  expect([unsure.code, unsure.err]).toEqual([1, expect.stringContaining("confirm")]);
  await json(["user", "offboard", "ann.smith", "--confirm", "ann.smith"]);
  expect(await json(["user", "show", "ann.smith"])).toMatchObject({ state: "offboarded" });
});

test("many at once: from a file, and as a run", async () => {
  const file = path.join(folder, "people.csv");
  writeFileSync(file, "name,username,email\nBob Jones,bob,bob@example.org\nCid Roe,cid,cid@example.org\n");
  expect((await homeport(["import", file])).out).toContain("good 2, bad 0");
  const wrong = path.join(folder, "wrong.csv");
  writeFileSync(wrong, "name,username\nBob Jones,bob\nNobody,no!body\n");
  expect((await homeport(["import", wrong])).out).toMatch(/good 1, bad 1.*\nLine 3: The username must begin/);
  await json(["import", file, "--start", "all"]);
  expect(await json(["run", "start", "suspend", "bob", "cid", "--wait"])).toMatchObject({ state: "done", done: 2 });
  expect(await json(["user", "list", "--state", "suspended", "--invitation", "none"])).toMatchObject({
    rows: [{ username: "bob" }, { username: "cid" }],
  });
  expect(await json(["run", "start", "resume", "--state", "suspended", "--devices", "some", "--wait"])).toMatchObject({
    state: "done",
    done: 2,
  });
  expect((await homeport(["run", "list"])).out).toContain("resume");
  const links = path.join(folder, "links.csv");
  const asked = await homeport(["run", "start", "invite", "bob", "cid", "ann.smith", "--how", "file", "--wait"]);
  expect([asked.code, asked.err]).toEqual([1, expect.stringContaining("ann.smith: ann.smith is offboarded")]);
  const runs = await json(["run", "list", "--limit", "1"]);
  const [{ id }] = z.tuple([z.object({ id: z.string() })]).parse(runs.rows);
  await homeport(["run", "links", id, "-o", links]);
  expect(readFileSync(links, "utf8")).toMatch(/^bob,Bob Jones,bob@example.org,laptop,.*\/invitation#[\w-]{43},/m);
  expect(statSync(links).mode & 0o777).toBe(0o600);
  expect((await homeport(["run", "start", "offboard"])).code).toBe(2);
});

test("tokens are made, used, and refused once they are revoked", async () => {
  const made = await json(["token", "create", "night watch", "--role", "auditor", "--days", "1"]);
  const other = { HOMEPORT_CREDENTIALS: path.join(folder, "other.json") };
  const kept = await homeport(["token", "use", "--url", portal.url], { input: `${String(made.token)}\n`, more: other });
  expect([kept.code, kept.err]).toEqual([0, ""]);
  expect((await homeport(["user", "list"], { more: other })).code).toBe(0);
  const no = await homeport(["user", "suspend", "bob"], { more: other });
  expect([no.code, no.err]).toEqual([1, expect.stringContaining("role (auditor) does not allow this")]);
  await json(["token", "revoke", String(made.id)]);
  expect((await homeport(["user", "list"], { more: other })).err).toContain("This API token is not good");
  expect((await homeport(["token", "list"])).out).toContain("night watch");
});

test("the CRL and the audit log come out, and the chain is whole", async () => {
  expect((await homeport(["crl", "get"])).out).toContain("BEGIN X509 CRL");
  const der = path.join(folder, "crl.der");
  await homeport(["crl", "get", "--der", "-o", der]);
  expect(readFileSync(der)[0]).toBe(0x30);
  expect((await homeport(["crl", "show"])).out).toMatch(/number/i);
  expect((await homeport(["audit", "list", "--subject", "user ann.smith"])).out).toContain("user.offboard");
  expect((await homeport(["audit", "verify"])).out).toMatch(/^All \d+ entries/);
  expect(await json(["audit", "refused"])).toEqual({ rows: [] });
  const csv = path.join(folder, "audit.csv");
  await homeport(["audit", "export", "-o", csv]);
  expect(readFileSync(csv, "utf8")).toContain("user.offboard");
  expect((await homeport(["api", "GET", "/api/v1/settings"])).out).toContain("deviceLimit");
});

test("an altered, a deleted and a swapped entry of the audit log are each found, and named", async () => {
  const [row] = await database.rows<{ seq: string; actor: string }>(
    "SELECT seq, actor FROM audit_entry WHERE action = 'user.offboard' LIMIT 1",
  );
  const seq = Number(row?.seq);
  const found = async () => {
    const ran = await homeport(["audit", "verify"]);
    expect(ran.code, ran.out).toBe(1);
    return ran.err;
  };
  await database.rows("UPDATE audit_entry SET actor = 'nobody@example.org' WHERE seq = $1", [seq]);
  expect(await found()).toContain(`Entry ${seq} was altered.`);
  await database.rows("UPDATE audit_entry SET actor = $2 WHERE seq = $1", [seq, row?.actor]);

  await database.rows("CREATE TABLE kept AS SELECT * FROM audit_entry WHERE seq IN ($1, $1 + 1)".replaceAll("$1", String(seq)));
  await database.rows("DELETE FROM audit_entry WHERE seq = $1", [seq]);
  expect(await found()).toContain(`Entry ${seq} is missing.`);
  await database.rows("INSERT INTO audit_entry SELECT * FROM kept WHERE seq = $1", [seq]);

  await database.rows("DELETE FROM audit_entry WHERE seq IN ($1, $1 + 1)".replaceAll("$1", String(seq)));
  await database.rows("UPDATE kept SET seq = CASE seq WHEN $1 THEN $1 + 1 ELSE $1 END".replaceAll("$1", String(seq)));
  await database.rows("INSERT INTO audit_entry SELECT * FROM kept");
  expect(await found()).toContain(`Entry ${seq} `);
  await database.rows("DELETE FROM audit_entry WHERE seq IN ($1, $1 + 1)".replaceAll("$1", String(seq)));
  await database.rows("UPDATE kept SET seq = CASE seq WHEN $1 THEN $1 + 1 ELSE $1 END".replaceAll("$1", String(seq)));
  await database.rows("INSERT INTO audit_entry SELECT * FROM kept");
  expect((await homeport(["audit", "verify"])).code).toBe(0);
});

const Document = z.object({
  paths: z.record(
    z.string(),
    z.object({
      get: z
        .object({
          security: z.array(z.record(z.string(), z.unknown())),
          responses: z.record(z.string(), z.object({ content: z.record(z.string(), z.object({ schema: z.unknown() })).optional() })),
        })
        .optional(),
    }),
  ),
});

test("what openapi.json says of an answer is what the portal answers", async () => {
  const text = (await homeport(["api", "GET", "/api/v1/openapi.json"])).out;
  const { paths } = Document.parse(JSON.parse(text));
  const asked: string[] = [];
  const wrong: string[] = [];
  for (const [at, { get }] of Object.entries(paths)) {
    const schema = get?.responses["200"]?.content?.["application/json"]?.schema;
    const address = at
      .replace("{username}", "ann.smith")
      .replace("nodes/{name}", "nodes/vpn1")
      .replace(/search$/, "search?q=a");
    if (!get?.security.some((way) => "apiToken" in way) || !schema || address.includes("{") || at.includes("/exports/")) continue;
    const ran = await homeport(["api", "GET", address]);
    asked.push(at);
    if (ran.code !== 0) wrong.push(`${at}: ${ran.err.trim()}`);
    else {
      // Safe: it is a JSON schema, as the unit tests' validator has found.
      const read = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]).safeParse(JSON.parse(ran.out));
      if (!read.success)
        wrong.push(
          `${at}: ${read.error.issues
            .map((issue) => `${issue.path.join(".")} ${issue.message}`)
            .slice(0, 3)
            .join("; ")}`,
        );
    }
  }
  expect(asked.length).toBeGreaterThan(15);
  expect(wrong).toEqual([]);
});
