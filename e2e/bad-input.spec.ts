import { expect, test } from "@playwright/test";
import { badCsrs } from "./bad-csr";
import { startDatabase, brokenChain, type Database } from "./database";
import { startPortal, type Portal } from "./portal";
import { ADMIN, ask, newCsr, setUpByProgram, type Asked, type Said } from "./program";

let database: Database;
let portal: Portal;
let cookie = "";
let link = { token: "", deviceId: "" };
let node = { name: "vpn1", token: "", cluster: "" };

/** As a page that the admin has open. */
const page = (method: string, path: string, asked: Asked = {}) => ask(portal.url, portal.url, method, path, { ...asked, headers: { cookie, ...asked.headers } });
/** As a program without a cookie. */
const program = (method: string, path: string, asked: Asked = {}) => ask(portal.url, portal.url, method, path, asked);
const onboard = (username: string, rest: object = {}) => page("POST", "/api/v1/users", { body: { username, name: "Ann Smith", device: "laptop", ...rest } });
const tokenIn = (said: Said) => String((said.body.invitation as { link?: string } | undefined)?.link).split("#")[1] ?? "";

test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  database = await startDatabase();
  portal = await startPortal({ env: { DATABASE_URL: database.url } });
  cookie = await setUpByProgram(portal);
  const ann = await onboard("ann.smith");
  const [device] = await database.rows<{ id: string }>("SELECT id FROM device");
  link = { token: tokenIn(ann), deviceId: device?.id ?? "" };
  for (const name of ["vpn1", "vpn2"]) {
    const added = await page("POST", "/api/v1/nodes", { body: { name, address: `${name}.example.org` } });
    const joinToken = /HOMEPORT_JOIN_TOKEN='([^']+)'/.exec(JSON.stringify(added.body))?.[1] ?? "";
    const enrolled = await program("POST", "/api/v1/nodes/enrol", { body: { joinToken, csr: await newCsr(name), agentVersion: "0.1.0" } });
    expect(enrolled.status, JSON.stringify(enrolled.body)).toBe(201);
    if (name === "vpn1") node = { name, token: String(enrolled.body.nodeToken), cluster: String(enrolled.body.cluster) };
  }
});
test.afterAll(async () => {
  expect(portal.log(), "nothing was a bug").not.toContain("request.broke");
  await portal?.stop();
  await database?.close();
});

/** All that the cluster is, but for who tried to sign in. */
async function state(): Promise<string> {
  const tables = ["cluster", "user", "device", "invitation", "certificate", "revocation", "crl", "node", "receipt", "vpn_session", "audit_entry", "address_pair", "idempotency_key", "authority", "secret", "account", "auth_user"];
  const hashes = tables.map((table) => `(SELECT coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM "${table}" t${table === "address_pair" ? " WHERE state <> 'free'" : ""}) AS ${table}_rows`);
  return JSON.stringify((await database.rows(`SELECT ${hashes.join(", ")}`))[0]);
}

/** A 4xx problem with a sentence, about this field where one is to blame, and nothing stored. */
async function refused(work: () => Promise<Said>, expected: { status?: number; field?: string; words?: RegExp }, what: string): Promise<void> {
  const before = await state();
  const said = await work();
  const told = `${what}: ${said.status} ${JSON.stringify(said.body).slice(0, 300)}`;
  expect(said.status, told).toBeGreaterThanOrEqual(400);
  expect(said.status, told).toBeLessThan(500);
  expect(said.type, told).toContain("application/problem+json");
  expect(String(said.body.detail), told).toMatch(/^[A-Z"a-z].{9,}[.…:)a-z0-9]$/s);
  if (expected.status) expect(said.status, told).toBe(expected.status);
  if (expected.field) expect(said.body.field, told).toBe(expected.field);
  if (expected.words) expect(String(said.body.detail), told).toMatch(expected.words);
  expect(await state(), `${what}: nothing is stored`).toBe(before);
}

const UNSEEN = { "a newline": "a\nb", "a NUL": "a\0b", "a bidi override": "a\u202Eb", "a zero width space": "a\u200Bb", "a line separator": "a\u2028b", "half a character": "a\ud800b", "an escape": "a\u001b[31mb", "nothing but blanks": "   " };
const PATHS = { "a path": "../../etc/passwd", "a slash": "a/b", "a backslash": "a\\b", "a quote": "a'b", "two dots": "a..b", "capital letters": "Ann", "another alphabet": "аnn", "nothing": "", "too much": "a".repeat(2000) };

for (const [what, text] of Object.entries({ ...UNSEEN, ...PATHS })) {
  test(`names with ${what}`, async () => {
    await refused(() => onboard(text), { status: 400, field: "username" }, "username");
    await refused(() => onboard("bob", { device: text }), { status: 400, field: "device" }, "device");
    await refused(() => page("POST", "/api/v1/users/ann.smith/devices", { body: { name: text } }), { status: 400, field: "name" }, "device name");
    await refused(() => page("POST", "/api/v1/nodes", { body: { name: text, address: "a.example.org" } }), { status: 400, field: "name" }, "node's name");
    if (text !== "Ann") await refused(() => page("POST", "/api/v1/nodes", { body: { name: "vpn9", address: text } }), { status: 400, field: "address" }, "address");
    await refused(() => page("POST", "/api/v1/nodes", { body: { name: "vpn9", address: "a.example.org", interface: `${text}/` } }), { status: 400, field: "interface" }, "interface");
    if (what in UNSEEN || ["nothing", "too much"].includes(what)) await refused(() => onboard("bob", { name: text }), { status: 400, field: "name" }, "person's name");
    await refused(() => onboard("bob", { email: `${text}@` }), { status: 400, field: "email" }, "e-mail");
    await refused(() => page("POST", `/api/v1/users/${encodeURIComponent(text.toWellFormed() || "-")}/offboard`, { body: { confirm: text } }), { status: 404 }, "path");
    await refused(() => page("DELETE", `/api/v1/nodes/${encodeURIComponent(text.toWellFormed() || "-")}`, { body: { confirm: text } }), { status: 404 }, "node's path");
    await refused(() => page("POST", `/api/v1/devices/${encodeURIComponent(text.toWellFormed() || "-")}/revoke`, { body: { reason: "superseded" } }), { status: 404 }, "device's path");
  });
}

test("reads with odd queries are answered, not broken", async () => {
  for (const [what, text] of Object.entries({ ...UNSEEN, ...PATHS })) {
    for (const path of [`/api/v1/users?search=`, `/api/v1/users?page=`, `/api/v1/audit?subject=`, `/api/v1/audit?before=`, `/api/v1/users/`, `/api/v1/nodes/`, `/api/v1/authority/`]) {
      expect((await page("GET", path + encodeURIComponent(text.toWellFormed()))).status, `${path} ${what}`).toBeLessThan(500);
    }
  }
  for (const query of ["since=-1&epoch=1", "since=1e99&epoch=1", "since=x&epoch=1", "epoch=1", "since=0&epoch=1&wait=1000"]) {
    const said = await program("GET", `/api/v1/node/bundle?${query}`, { headers: { authorization: `Bearer ${node.token}` } });
    expect([said.status, said.type], query).toEqual([400, "application/problem+json"]);
  }
});

test("requests for certificates: each of them refused by name, the link stays good, and a used key gets no second certificate", async () => {
  for (const [what, csr] of Object.entries(badCsrs("ann.smith.laptop.1"))) {
    await refused(() => program("POST", "/api/v1/invitations/use", { body: { token: link.token, csr } }), { status: 400, field: "csr" }, what);
    if (!what.includes("name")) await refused(() => program("POST", "/api/v1/node/certificate", { body: { csr }, headers: { authorization: `Bearer ${node.token}` } }), { status: 400, field: "csr" }, `node: ${what}`);
  }
  await refused(() => program("POST", "/api/v1/invitations/use", { body: { token: link.token, csr: "x".repeat(3_000_000) } }), { status: 413, words: /larger than 32 KB/ }, "megabytes");
  await refused(() => program("POST", "/api/v1/invitations/use", { body: { token: link.token } }), { status: 400, field: "csr", words: /missing/ }, "no csr");
  await refused(async () => program("POST", "/api/v1/invitations/use", { body: { token: link.token.slice(0, -1), csr: await newCsr("ann.smith.laptop.1") } }), { status: 400, field: "token", words: /not whole/ }, "half a token");
  await refused(async () => program("POST", "/api/v1/invitations/use", { body: { token: "A".repeat(43), csr: await newCsr("ann.smith.laptop.1") } }), { status: 410, words: /not one of ours/ }, "a foreign token");
  const csr = await newCsr("ann.smith.laptop.1");
  expect((await program("POST", "/api/v1/invitations/use", { body: { token: link.token, csr } })).status).toBe(201);
  await refused(() => program("POST", "/api/v1/node/certificate", { body: { csr }, headers: { authorization: `Bearer ${node.token}` } }), { field: "csr" }, "a key that is used");
  await refused(() => program("POST", "/api/v1/invitations/use", { body: { token: link.token, csr } }), { status: 410, words: /used already.*Ask the admin/ }, "a link that is used");
});

test("bodies: too large, too deep, no JSON, of another type, with fields that are not known", async () => {
  const users = (asked: Asked) => () => page("POST", "/api/v1/users", asked);
  await refused(users({ body: { username: "bob", name: "B".repeat(100_000) } }), { status: 413, words: /64 KB/ }, "large");
  await refused(users({ raw: "[".repeat(50_000) }), { status: 400, words: /deeper than 16/ }, "deep");
  await refused(users({ raw: '{"a":'.repeat(10_000) + "1" + "}".repeat(10_000) }), { status: 400, words: /deeper/ }, "deep objects");
  await refused(users({ raw: "{" }), { status: 400, words: /not JSON/ }, "half");
  await refused(users({ raw: new Uint8Array([0x22, 0xff, 0x22]) }), { status: 400, words: /UTF-8/ }, "bytes");
  await refused(users({ raw: "username=bob", headers: { "content-type": "application/x-www-form-urlencoded" } }), { status: 400, words: /JSON/ }, "a form");
  await refused(users({ body: null }), { status: 400 }, "null");
  await refused(users({ body: [] }), { status: 400 }, "a list");
  await refused(users({ body: { username: "bob", name: "Bob", role: "admin" } }), { status: 400, field: "role", words: /"role"/ }, "a field too many");
  await refused(users({ body: { username: ["bob"], name: "Bob" } }), { status: 400, field: "username" }, "a list for a name");
  await refused(users({ raw: '{"username":"bob","name":"Bob","__proto__":{"admin":true}}' }), { status: 400 }, "a prototype");
});

test("pages of others, no cookie, a dead cookie, another role's token: nothing happens", async () => {
  const body = { username: "bob", name: "Bob" };
  await refused(() => ask(portal.url, "https://evil.example", "POST", "/api/v1/users", { body, headers: { cookie } }), { status: 403, words: /another page/ }, "foreign origin");
  await refused(() => ask(portal.url, "null", "POST", "/api/v1/users", { body, headers: { cookie } }), { status: 403 }, "null origin");
  await refused(() => program("POST", "/api/v1/users", { body }), { status: 401, words: /Sign in/ }, "no cookie");
  await refused(() => program("POST", "/api/v1/users", { body, headers: { cookie: cookie.replace(/=.{9}/, "=AAAAAAAAA") } }), { status: 401 }, "a dead cookie");
  await refused(() => program("POST", "/api/v1/users", { body, headers: { authorization: `Bearer ${node.token}` } }), { status: 401 }, "a node's token");
  await refused(() => ask(portal.url, "https://evil.example", "POST", "/api/v1/invitations/look", { body: { token: link.token } }), { status: 403 }, "a foreign page with a link");
});

test("nodes: another's token, another's report, one from the future, one that no column holds", async () => {
  const now = new Date().toISOString();
  const report = { cluster: node.cluster, node: "vpn1", epoch: 1, revision: 1, digest: "0".repeat(64), clock: now, agentVersion: "0.1.0", openvpnVersion: null, openvpnRunning: true, startedAt: now, crl: null, receipts: [], vpnSessions: [], faults: [] };
  const send = (change: object, headers = { authorization: `Bearer ${node.token}` }) => () => program("POST", "/api/v1/node/report", { body: { ...report, ...change }, headers });
  await refused(send({ node: "vpn2" }), { status: 403, field: "node", words: /belongs to the node vpn1/ }, "for another node");
  await refused(send({ cluster: crypto.randomUUID() }), { status: 403, field: "cluster" }, "of another cluster");
  await refused(send({ clock: new Date(Date.now() + 360_000).toISOString() }), { status: 400, field: "clock", words: /from the future/ }, "from the future");
  await refused(send({}, { authorization: `Bearer ${"A".repeat(43)}` }), { status: 401, words: /not good/ }, "a dead token");
  await refused(send({}, { authorization: "Basic YTpi" }), { status: 401 }, "no token");
  await refused(send({ faults: [{ code: "odd", sentence: "a\0b" }] }), { status: 400, field: "faults.0.sentence" }, "a NUL");
  await refused(send({ epoch: 2 ** 40 }), { status: 400, field: "epoch" }, "a large epoch");
  await refused(send({ digest: "x" }), { status: 400, field: "digest" }, "a digest that is none");
  await refused(send({ faults: [{ code: "odd", sentence: "x".repeat(300_000) }] }), { status: 413, words: /256 KB/ }, "too large");
  expect((await program("POST", "/api/v1/node/report", { body: report, headers: { authorization: `Bearer ${node.token}` } })).status).toBe(200);
});

test("double clicks and retries: one effect, the same answer, no secret shown again", async () => {
  const body = { username: "clicked.twice", name: "Clicked Twice", device: "laptop" };
  const answers = await Promise.all(Array.from({ length: 8 }, () => page("POST", "/api/v1/users", { body, key: "one-click" })));
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 201));
  expect(new Set(answers.map((said) => JSON.stringify((said.body.device as { ipv4: string }).ipv4))).size).toBe(1);
  expect(answers.filter((said) => said.body.invitation)).toHaveLength(1);
  await refused(() => page("POST", "/api/v1/users", { body: { ...body, username: "another" }, key: "one-click" }), { status: 409, words: /different request/ }, "another body");
  await refused(() => page("POST", "/api/v1/users", { body }), { status: 409, field: "username" }, "the same without a key");
  await refused(() => page("POST", "/api/v1/users", { body, key: "\u00e9" }), { status: 400, field: "Idempotency-Key" }, "a key that is none");

  const token = tokenIn(answers.find((said) => said.body.invitation) ?? { status: 0, type: "", body: {} });
  const csr = await newCsr("clicked.twice.laptop.1");
  const uses = await Promise.all(Array.from({ length: 8 }, () => program("POST", "/api/v1/invitations/use", { body: { token, csr }, key: "one-use" })));
  expect(uses.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 201));
  expect(new Set(uses.map((said) => said.body.certificate)).size).toBe(1);
  const gone = await Promise.all(Array.from({ length: 8 }, () => page("POST", "/api/v1/users/clicked.twice/offboard", { body: { confirm: "clicked.twice" }, key: "one-end" })));
  expect(gone.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
  expect((await database.rows("SELECT action FROM audit_entry WHERE subject = 'user clicked.twice' ORDER BY seq")).map((row) => row.action)).toEqual(["user.add", "invitation.use", "user.offboard"]);
});

test("way.5 I11 over HTTP: 100 GET and HEAD of an invitation's page and 50 uses at once give one certificate", async () => {
  const token = tokenIn(await onboard("looked.at"));
  const before = await state();
  await Promise.all(Array.from({ length: 100 }, (_, i) => fetch(`${portal.url}/invitation?x=${i}`, { method: i % 2 ? "HEAD" : "GET" }).then((answer) => expect(answer.status).toBe(200))));
  expect(await state(), "looking changes nothing").toBe(before);
  const csrs = await Promise.all(Array.from({ length: 50 }, () => newCsr("looked.at.laptop.1")));
  const uses = await Promise.all(csrs.map((csr, i) => program("POST", "/api/v1/invitations/use", { body: { token, csr }, key: `use ${i}`.replace(" ", "-") })));
  expect(uses.filter(({ status }) => status === 201)).toHaveLength(1);
  for (const said of uses) if (said.status !== 201) expect([said.status, said.body.code]).toEqual([410, "gone"]);
  expect(await database.rows("SELECT serial FROM certificate c JOIN device d ON d.id = c.device_id JOIN \"user\" u ON u.id = d.user_id WHERE u.username = 'looked.at'")).toHaveLength(1);
});

test("setup again, sign-in with nonsense; and the audit chain holds after all this", async () => {
  await refused(() => program("POST", "/api/v1/setup/check", { body: { token: "x" } }), { status: 410 }, "setup again");
  await refused(() => program("POST", "/api/auth/sign-in/email", { body: { email: ADMIN.email, password: "not the password" } }), { status: 401 }, "a wrong password");
  await refused(() => program("POST", "/api/auth/sign-up/email", { body: { email: "a@example.org", password: "a long password", name: "A" } }), { status: 404 }, "sign-up");
  expect(await brokenChain(database)).toBeNull();
});
