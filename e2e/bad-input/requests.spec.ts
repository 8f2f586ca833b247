import { expect, test } from "@playwright/test";
import { badCsrs } from "./bad-csr";
import { brokenChain } from "../database";
import { ADMIN, ask, newCsr, type Asked } from "../program";
import { openTarget, tokenIn, type Target } from "./target";

let on: Target;
test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  on = await openTarget();
});
test.afterAll(() => on?.close());

test("requests for certificates: each of them refused by name, the link stays good, and a used key gets no second certificate", async () => {
  for (const [what, csr] of Object.entries(badCsrs("ann.smith.laptop.1"))) {
    await on.refused(
      () => on.program("POST", "/api/v1/invitations/use", { body: { token: on.link.token, csr } }),
      { status: 400, field: "csr" },
      what,
    );
    if (!what.includes("name"))
      await on.refused(
        () => on.program("POST", "/api/v1/node/certificate", { body: { csr }, headers: { authorization: `Bearer ${on.node.token}` } }),
        { status: 400, field: "csr" },
        `node: ${what}`,
      );
  }
  await on.refused(
    () => on.program("POST", "/api/v1/invitations/use", { body: { token: on.link.token, csr: "x".repeat(3_000_000) } }),
    { status: 413, words: /larger than 32 KB/ },
    "megabytes",
  );
  await on.refused(
    () => on.program("POST", "/api/v1/invitations/use", { body: { token: on.link.token } }),
    { status: 400, field: "csr", words: /missing/ },
    "no csr",
  );
  await on.refused(
    async () =>
      on.program("POST", "/api/v1/invitations/use", {
        body: { token: on.link.token.slice(0, -1), csr: await newCsr("ann.smith.laptop.1") },
      }),
    { status: 400, field: "token", words: /not whole/ },
    "half a token",
  );
  await on.refused(
    async () => on.program("POST", "/api/v1/invitations/use", { body: { token: "A".repeat(43), csr: await newCsr("ann.smith.laptop.1") } }),
    { status: 410, words: /not one of ours/ },
    "a foreign token",
  );
  const csr = await newCsr("ann.smith.laptop.1");
  expect((await on.program("POST", "/api/v1/invitations/use", { body: { token: on.link.token, csr } })).status).toBe(201);
  await on.refused(
    () => on.program("POST", "/api/v1/node/certificate", { body: { csr }, headers: { authorization: `Bearer ${on.node.token}` } }),
    { field: "csr" },
    "a key that is used",
  );
  await on.refused(
    () => on.program("POST", "/api/v1/invitations/use", { body: { token: on.link.token, csr } }),
    { status: 410, words: /used already.*Ask the admin/ },
    "a link that is used",
  );
});

test("bodies: too large, too deep, no JSON, of another type, with fields that are not known", async () => {
  const users = (asked: Asked) => () => on.page("POST", "/api/v1/users", asked);
  await on.refused(users({ body: { username: "bob", name: "B".repeat(100_000) } }), { status: 413, words: /64 KB/ }, "large");
  await on.refused(users({ raw: "[".repeat(50_000) }), { status: 400, words: /deeper than 16/ }, "deep");
  await on.refused(users({ raw: '{"a":'.repeat(10_000) + "1" + "}".repeat(10_000) }), { status: 400, words: /deeper/ }, "deep objects");
  await on.refused(users({ raw: "{" }), { status: 400, words: /not JSON/ }, "half");
  await on.refused(users({ raw: new Uint8Array([0x22, 0xff, 0x22]) }), { status: 400, words: /UTF-8/ }, "bytes");
  await on.refused(
    users({ raw: "username=bob", headers: { "content-type": "application/x-www-form-urlencoded" } }),
    { status: 400, words: /JSON/ },
    "a form",
  );
  await on.refused(users({ body: null }), { status: 400 }, "null");
  await on.refused(users({ body: [] }), { status: 400 }, "a list");
  await on.refused(
    users({ body: { username: "bob", name: "Bob", role: "admin" } }),
    { status: 400, field: "role", words: /"role"/ },
    "a field too many",
  );
  await on.refused(users({ body: { username: ["bob"], name: "Bob" } }), { status: 400, field: "username" }, "a list for a name");
  await on.refused(users({ raw: '{"username":"bob","name":"Bob","__proto__":{"admin":true}}' }), { status: 400 }, "a prototype");
});

test("pages of others, no cookie, a dead cookie, another role's token: nothing happens", async () => {
  const body = { username: "bob", name: "Bob" };
  await on.refused(
    () => ask(on.portal.url, "https://evil.example", "POST", "/api/v1/users", { body, headers: { cookie: on.cookie } }),
    { status: 403, words: /another page/ },
    "foreign origin",
  );
  await on.refused(
    () => ask(on.portal.url, "null", "POST", "/api/v1/users", { body, headers: { cookie: on.cookie } }),
    { status: 403 },
    "null origin",
  );
  await on.refused(() => on.program("POST", "/api/v1/users", { body }), { status: 401, words: /Sign in/ }, "no cookie");
  await on.refused(
    () => on.program("POST", "/api/v1/users", { body, headers: { cookie: on.cookie.replace(/=.{9}/, "=AAAAAAAAA") } }),
    { status: 401 },
    "a dead cookie",
  );
  await on.refused(
    () => on.program("POST", "/api/v1/users", { body, headers: { authorization: `Bearer ${on.node.token}` } }),
    { status: 401 },
    "a node's token",
  );
  await on.refused(
    () => ask(on.portal.url, "https://evil.example", "POST", "/api/v1/invitations/look", { body: { token: on.link.token } }),
    { status: 403 },
    "a foreign page with a link",
  );
});

test("nodes: another's token, another's report, one from the future, one that no column holds", async () => {
  const now = new Date().toISOString();
  const report = {
    cluster: on.node.cluster,
    node: "vpn1",
    epoch: 1,
    revision: 1,
    digest: "0".repeat(64),
    clock: now,
    agentVersion: "0.3.0",
    openvpnVersion: null,
    openvpnRunning: true,
    startedAt: now,
    crl: null,
    receipts: [],
    vpnSessions: [],
    faults: [],
  };
  const send =
    (change: object, headers = { authorization: `Bearer ${on.node.token}` }) =>
    () =>
      on.program("POST", "/api/v1/node/report", { body: { ...report, ...change }, headers });
  await on.refused(send({ node: "vpn2" }), { status: 403, field: "node", words: /belongs to the node vpn1/ }, "for another node");
  await on.refused(send({ cluster: crypto.randomUUID() }), { status: 403, field: "cluster" }, "of another cluster");
  await on.refused(
    send({ clock: new Date(Date.now() + 360_000).toISOString() }),
    { status: 400, field: "clock", words: /from the future/ },
    "from the future",
  );
  await on.refused(send({}, { authorization: `Bearer ${"A".repeat(43)}` }), { status: 401, words: /not good/ }, "a dead token");
  await on.refused(send({}, { authorization: "Basic YTpi" }), { status: 401 }, "no token");
  await on.refused(send({ faults: [{ code: "odd", sentence: "a\0b" }] }), { status: 400, field: "faults.0.sentence" }, "a NUL");
  await on.refused(send({ epoch: 2 ** 40 }), { status: 400, field: "epoch" }, "a large epoch");
  await on.refused(send({ digest: "x" }), { status: 400, field: "digest" }, "a digest that is none");
  await on.refused(send({ faults: [{ code: "odd", sentence: "x".repeat(1_100_000) }] }), { status: 413, words: /977 KB/ }, "too large");
  expect(
    (await on.program("POST", "/api/v1/node/report", { body: report, headers: { authorization: `Bearer ${on.node.token}` } })).status,
  ).toBe(200);
});

test("double clicks and retries: one effect, the same answer, no secret shown again", async () => {
  const body = { username: "clicked.twice", name: "Clicked Twice", device: "laptop" };
  const answers = await Promise.all(Array.from({ length: 8 }, () => on.page("POST", "/api/v1/users", { body, key: "one-click" })));
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 201));
  expect(new Set(answers.map((said) => JSON.stringify((said.body.device as { ipv4: string }).ipv4))).size).toBe(1);
  expect(answers.filter((said) => said.body.invitation)).toHaveLength(1);
  await on.refused(
    () => on.page("POST", "/api/v1/users", { body: { ...body, username: "another" }, key: "one-click" }),
    { status: 409, words: /different request/ },
    "another body",
  );
  await on.refused(() => on.page("POST", "/api/v1/users", { body }), { status: 409, field: "username" }, "the same without a key");
  await on.refused(
    () => on.page("POST", "/api/v1/users", { body, key: "\u00e9" }),
    { status: 400, field: "Idempotency-Key" },
    "a key that is none",
  );

  const token = tokenIn(answers.find((said) => said.body.invitation) ?? { status: 0, type: "", body: {} });
  const csr = await newCsr("clicked.twice.laptop.1");
  const uses = await Promise.all(
    Array.from({ length: 8 }, () => on.program("POST", "/api/v1/invitations/use", { body: { token, csr }, key: "one-use" })),
  );
  expect(uses.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 201));
  expect(new Set(uses.map((said) => said.body.certificate)).size).toBe(1);
  const gone = await Promise.all(
    Array.from({ length: 8 }, () =>
      on.page("POST", "/api/v1/users/clicked.twice/offboard", { body: { confirm: "clicked.twice" }, key: "one-end" }),
    ),
  );
  expect(gone.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
  expect(
    (await on.database.rows("SELECT action FROM audit_entry WHERE subject = 'user clicked.twice' ORDER BY seq")).map((row) => row.action),
  ).toEqual(["user.add", "invitation.use", "user.offboard"]);
});

test("way.5 I11 over HTTP: 100 GET and HEAD of an invitation's page and 50 uses at once give one certificate", async () => {
  const token = tokenIn(await on.onboard("looked.at"));
  const before = await on.state();
  await Promise.all(
    Array.from({ length: 100 }, (_, i) =>
      fetch(`${on.portal.url}/invitation?x=${i}`, { method: i % 2 ? "HEAD" : "GET" }).then((answer) => expect(answer.status).toBe(200)),
    ),
  );
  expect(await on.state(), "looking changes nothing").toBe(before);
  const csrs = await Promise.all(Array.from({ length: 50 }, () => newCsr("looked.at.laptop.1")));
  const uses = await Promise.all(
    csrs.map((csr, i) => on.program("POST", "/api/v1/invitations/use", { body: { token, csr }, key: `use ${i}`.replace(" ", "-") })),
  );
  expect(uses.filter(({ status }) => status === 201)).toHaveLength(1);
  for (const said of uses) if (said.status !== 201) expect([said.status, said.body.code]).toEqual([410, "gone"]);
  expect(
    await on.database.rows(
      "SELECT serial FROM certificate c JOIN device d ON d.id = c.device_id JOIN \"user\" u ON u.id = d.user_id WHERE u.username = 'looked.at'",
    ),
  ).toHaveLength(1);
});

test("setup again, sign-in with nonsense; and the audit chain holds after all this", async () => {
  await on.refused(() => on.program("POST", "/api/v1/setup/check", { body: { token: "x" } }), { status: 410 }, "setup again");
  await on.refused(
    () => on.program("POST", "/api/auth/sign-in/email", { body: { email: ADMIN.email, password: "not the password" } }),
    { status: 401 },
    "a wrong password",
  );
  await on.refused(
    () => on.program("POST", "/api/auth/sign-up/email", { body: { email: "a@example.org", password: "a long password", name: "A" } }),
    { status: 404 },
    "sign-up",
  );
  expect(await brokenChain(on.database)).toBeNull();
});
