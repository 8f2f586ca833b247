import { createPrivateKey, createPublicKey } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test, type Page } from "@playwright/test";
import { unseal } from "../../lib/core/seal";
import { record } from "../measure";
import { addNodeInBrowser } from "../pages/add-node";
import { addUserInBrowser } from "../pages/add-user";
import { makeProfileInBrowser } from "../pages/make-profile";
import { clickOffboard, prepareToOffboard } from "../pages/offboard-user";
import { setUpInBrowser } from "../pages/set-up";
import { ADMIN } from "../program";
import { allUp } from "./lab/api";
import { withDatabase } from "./lab/database";
import { openLab, tellFailure, type Lab } from "./lab/lab";
import { recordRequests } from "./lab/record-requests";
import { filesBelow, find, type Haystack, type Secret } from "./lab/secrets";

const PASSPHRASE = "a lantern over the harbour wall";
/** Found in places where they belong: only the machine whose secret it is, and only the file that keeps it. */
const AT_HOME =
  /^(node token in vpn1:node\.json|node key in vpn1:live\/server\.key|tls-crypt-v2 server key in vpn1:(live\/tls-crypt-v2\.key|bundle\.json.*))$/;

let lab: Lab;
let admin: Page;
const secrets: Secret[] = [];
const keys: Secret[] = [];
const requests: Haystack[] = [];

test.describe.configure({ mode: "serial", timeout: 120_000 });
test.beforeAll(async ({ browser }) => {
  lab = await openLab({ nodes: 1, places: 1 });
  admin = await browser.newPage();
});
test.afterEach(() => tellFailure(lab));
test.afterAll(() => lab?.close());

test("way.4 the journey, with and without a passphrase, while every request of the invitation's page is recorded", async ({ browser }) => {
  const { setupLink, url } = lab.portal();
  const [node] = lab.nodes;
  if (!node) throw new Error("There is one.");
  keep("setup token", setupLink?.split("#")[1] ?? "");
  await setUpInBrowser(admin, setupLink ?? "", { admin: ADMIN, cluster: "Harbour" });
  const command = await addNodeInBrowser(admin, url, node);
  keep("join token", /HOMEPORT_JOIN_TOKEN='([^']+)'/.exec(command)?.[1] ?? "");
  expect((await node.join(command)).code).toBe(0);
  await node.run();
  await allUp(lab);
  for (const [username, passphrase] of [
    ["ann", ""],
    ["ben", PASSPHRASE],
  ] as const) {
    const link = await addUserInBrowser(admin, url, { name: username, username });
    keep(`invitation of ${username}`, link.split("#")[1] ?? "");
    const context = await browser.newContext({ acceptDownloads: true });
    const page = await context.newPage();
    const recorded = await recordRequests(context, page);
    const file = path.join(lab.folder, `${username}.ovpn`);
    await makeProfileInBrowser(page, link, file, 1, passphrase);
    requests.push(...(await recorded()));
    await context.close();
    keepProfile(username, readFileSync(file, "utf8"), passphrase);
  }
  const client = await lab.places[0]?.connect(path.join(lab.folder, "ann.ovpn"));
  await client?.up();
  await prepareToOffboard(admin, url, "ann");
  await clickOffboard(admin);
  await expect(admin.getByText("refused on 1 of 1 node")).toBeVisible();
  await client?.stop("SIGKILL");
});

test("way.4, I12 no request of the invitation's page holds the private key or the passphrase, and the token is in bodies alone", async () => {
  expect(requests.length).toBeGreaterThan(20);
  const publicKeys = keys.map(({ name, bytes }) => ({ name: `public ${name}`, bytes: publicPoint(bytes) }));
  expect(
    new Set(find(publicKeys, requests).map((found) => found.split(" in ")[0])).size,
    "the search finds what was sent: both public keys",
  ).toBe(2);
  expect(find([...keys, secret("passphrase", PASSPHRASE)], requests)).toEqual([]);
  const heads = requests
    .filter(({ name }) => !name.endsWith("of Chromium"))
    .map(({ name, bytes }) => ({ name, bytes: bytes.subarray(0, bytes.indexOf("\n\n")) }));
  expect(
    find(
      secrets.filter(({ name }) => name.startsWith("invitation")),
      heads,
    ),
  ).toEqual([]);
});

test("way.4, I12 no table, log or bundle holds a secret of the journey", async () => {
  const [node] = lab.nodes;
  const { data } = lab.portal();
  const kek = Buffer.from(readFileSync(path.join(data, "kek"), "utf8").trim(), "base64");
  secrets.push(...keys, { name: "key-encryption key", bytes: kek });
  keep("password", ADMIN.password);
  keep("passphrase", PASSPHRASE);
  keep("database password", readFileSync(path.join(data, "pg-password"), "utf8").trim());
  const cookies = await admin.context().cookies();
  for (const { value } of cookies.filter(({ name }) => name.includes("session")))
    keep("sign-in cookie", decodeURIComponent(value).split(".")[0] ?? "");
  keep("node token", /"nodeToken":"([^"]+)"/.exec(node?.read("node.json") ?? "")?.[1] ?? "");
  keepPem("node key", node?.read("live/server.key") ?? "");

  const tables: Haystack[] = await withDatabase(data, async (database) => {
    const { rows } = await database.query<{ name: string }>("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'");
    const sealed = await database.query<{ purpose: string; sealed: Buffer }>("SELECT purpose, sealed FROM secret");
    for (const one of sealed.rows) keepUnsealed(one.purpose, unseal(kek, one.purpose, one.sealed));
    const found: Haystack[] = [];
    for (const { name } of rows) {
      const all = await database.query<{ line: string }>(`SELECT t::text AS line FROM "${name}" t`);
      found.push({ name: `table ${name}`, bytes: Buffer.from(all.rows.map(({ line }) => line).join("\n")) });
    }
    return found;
  });
  const withoutReady = lab
    .portal()
    .log()
    .split("\n")
    .filter((line) => !line.startsWith('{"event":"ready"'))
    .join("\n");
  const places: Haystack[] = [
    ...tables,
    { name: "the portal's log", bytes: Buffer.from(withoutReady) },
    { name: "PostgreSQL's log", bytes: readFileSync(path.join(data, "pg.log")) },
    { name: "the agent's log", bytes: Buffer.from(node?.log() ?? "") },
    ...filesBelow(path.join(node?.machine.root ?? "", "var/lib/homeport"), "vpn1"),
  ];
  expect(tables.length).toBeGreaterThan(20);
  expect(find([secret("username", "ann.laptop.1")], places).length, "the search finds what is there").toBeGreaterThan(3);
  expect(
    secrets.filter(({ bytes }) => bytes.length < 16).map(({ name }) => name),
    "nothing was searched for that is next to nothing",
  ).toEqual([]);
  const found = find(secrets, places);
  expect(found.filter((one) => !AT_HOME.test(one))).toEqual([]);
  expect(found.filter((one) => AT_HOME.test(one)).length, "and secrets where they belong").toBeGreaterThan(3);
  const n = secrets.length;
  record({
    id: "way.4",
    claim: `${n} secrets of the journey, searched for raw, in hex, base64 and DER in ${requests.length} requests and ${places.length} tables, logs and files`,
    n,
    unit: "finds",
    p50: 0,
    p90: 0,
    p99: 0,
    max: 0,
    bound: "none",
    ok: true,
  });
});

const secret = (name: string, text: string): Secret => ({ name, bytes: Buffer.from(text) });
const keep = (name: string, text: string) => void secrets.push(secret(name, text));

/** What is secret in a P-256 key: the 32 bytes of its scalar, which stand in PKCS#8 and SEC 1 as they are. */
function scalarOf(pem: string | Buffer, passphrase?: string): Buffer {
  const key =
    typeof pem === "string" ? createPrivateKey({ key: pem, passphrase }) : createPrivateKey({ key: pem, format: "der", type: "pkcs8" });
  return Buffer.from(key.export({ format: "jwk" }).d ?? "", "base64url");
}

const keepPem = (name: string, pem: string) => void secrets.push({ name, bytes: scalarOf(pem) });

function keepUnsealed(purpose: string, plain: Buffer): void {
  const name = purpose.replace("tls-crypt-v2-server-key", "tls-crypt-v2 server key");
  if (purpose.startsWith("tls-crypt"))
    secrets.push({ name, bytes: Buffer.from(plain.toString("utf8").replace(/^-.*$|\s/gm, ""), "base64") });
  else secrets.push({ name, bytes: scalarOf(plain) });
}

/** The device's key, and its tls-crypt-v2 key: the 256 bytes before the part that only nodes can open. */
function keepProfile(username: string, profile: string, passphrase: string): void {
  const inline = (tag: string) => new RegExp(`<${tag}>\\n([^<]+)</${tag}>`).exec(profile)?.[1] ?? "";
  keys.push({ name: `key of ${username}`, bytes: scalarOf(inline("key"), passphrase || undefined) });
  const wrapped = Buffer.from(inline("tls-crypt-v2").replace(/^-.*$|\s/gm, ""), "base64");
  secrets.push({ name: `tls-crypt-v2 key of ${username}`, bytes: wrapped.subarray(0, 256) });
}

/** Both coordinates of the public key that belongs to a scalar. */
function publicPoint(scalar: Buffer): Buffer {
  const sec1 = Buffer.concat([Buffer.from("30310201010420", "hex"), scalar, Buffer.from("a00a06082a8648ce3d030107", "hex")]);
  const { x = "", y = "" } = createPublicKey(createPrivateKey({ key: sec1, format: "der", type: "sec1" })).export({ format: "jwk" });
  return Buffer.concat([Buffer.from(x, "base64url"), Buffer.from(y, "base64url")]);
}
