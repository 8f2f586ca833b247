import { createPrivateKey } from "node:crypto";
import pg from "pg";
import { beforeAll, expect, test } from "vitest";
import { POST as enrolRoute } from "@/app/api/v1/nodes/enrol/route";
import { POST as useRoute } from "@/app/api/v1/invitations/use/route";
import { getSecret } from "@/lib/core/secrets";
import { bundleKeyPin } from "@/lib/nodes/join-command";
import { db } from "@/lib/db/client";
import { env } from "@/lib/env";
import { exportRoot } from "@/lib/pki/export-root";
import { fromPem } from "@/lib/pki/pem";
import { ADMIN, addPerson, admin, as, newCsr, newJoinToken, newSetupToken, pull, setUpBody } from "./cluster-for-tests";
import { setUp } from "./set-up";

/** Every secret of a cluster's life, as bytes. */
const secrets = new Map<string, Buffer>();
let dump = "";
const keep = (name: string, secret: string | Uint8Array) => void secrets.set(name, Buffer.from(secret));

/** The rows of every table, as text and as hex: what a dump would hold. */
async function dumpAll(): Promise<string> {
  const client = new pg.Client({ connectionString: env().databaseUrl });
  await client.connect();
  const { rows: tables } = await client.query<{ name: string }>(
    "SELECT quote_ident(table_name) AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1",
  );
  let all = "";
  for (const { name } of tables) {
    const { rows } = await client.query<{ text: string }>(`SELECT row_to_json(t)::text AS text FROM ${name} t`);
    all += rows.map((row) => `${name} ${row.text}\n`).join("");
  }
  await client.end();
  expect(tables.length).toBeGreaterThan(20);
  return all;
}

/** The ways in which bytes are commonly written down. */
function spellings(secret: Buffer): string[] {
  const base64 = [0, 1, 2].map((cut) => secret.subarray(cut).toString("base64").slice(0, -4));
  return [
    secret.toString("utf8"),
    secret.toString("latin1"),
    secret.toString("hex"),
    ...base64,
    ...base64.map((text) => text.replaceAll("+", "-").replaceAll("/", "_")),
  ].filter((text) => text.length >= 12);
}

const request = (path: string, body: object, headers: Record<string, string> = {}) =>
  new Request(`http://localhost:3000${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": crypto.randomUUID(), ...headers },
    body: JSON.stringify(body),
  });
const noParams = { params: Promise.resolve({}) };

beforeAll(async () => {
  const setupToken = await newSetupToken();
  keep("setup token", setupToken);
  await setUp(as({ kind: "setup" }, undefined, "setup"), setUpBody(setupToken));
  keep("admin's password", ADMIN.password);
  keep("key-encryption key", env().kek);
  const person = await addPerson(as(await admin(), undefined, "onboard"), "ann");
  keep("invitation token", person.token);
  const joinToken = await newJoinToken(as(await admin(), undefined, "add node"), "vpn1");
  keep("join token", joinToken);
  const enrolled = await enrolRoute(
    request("/api/v1/nodes/enrol", { joinToken, csr: await newCsr("vpn1"), agentVersion: "0.1.0" }),
    noParams,
  );
  const { nodeToken } = (await enrolled.json()) as { nodeToken: string };
  expect(enrolled.status).toBe(201);
  keep("node token", nodeToken);
  const used = await useRoute(request("/api/v1/invitations/use", { token: person.token, csr: await newCsr("ann.laptop.1") }), noParams);
  const { tlsCryptV2 } = (await used.json()) as { tlsCryptV2: string };
  expect(used.status).toBe(201);
  keep("ann's tls-crypt-v2 key", fromPem("OpenVPN tls-crypt-v2 client key", tlsCryptV2).subarray(0, 256));
  for (const purpose of ["root-key", "issuing-key-1", "bundle-signing-key"] as const) {
    const pkcs8 = (await getSecret(purpose)) ?? Buffer.alloc(0);
    keep(purpose, pkcs8);
    // The private number alone: d of RFC 7518 6.2.2.
    keep(
      `${purpose}, its number`,
      Buffer.from(createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" }).export({ format: "jwk" }).d ?? "", "base64url"),
    );
  }
  const server = (await getSecret("tls-crypt-v2-server-key"))?.toString("utf8") ?? "";
  keep("tls-crypt-v2 server key", fromPem("OpenVPN tls-crypt-v2 server key", server));
  await exportRoot(as(await admin(), undefined, "export"), { passphrase: "a passphrase of the root" });
  keep("the root file's passphrase", "a passphrase of the root");
  await pull({ ...(await db().node.findFirstOrThrow()), token: nodeToken, cluster: "" });
  dump = await dumpAll();
});

test("the search finds what is there: a public name, the hash of a token, a certificate's bytes", async () => {
  const [certificate] = await db().certificate.findMany({ where: { der: { not: null } } });
  const { bundleKey } = await db().cluster.findUniqueOrThrow({ where: { id: 1 } });
  expect(bundleKeyPin(bundleKey)).toMatch(/^[0-9a-f]{64}$/);
  expect(spellings(Buffer.from(certificate?.der ?? "")).some((text) => dump.includes(text))).toBe(true);
  expect(dump).toContain("ada@example.org");
  expect(dump).toContain("sealed");
});

test("way.5 I12: no secret of a cluster's life stands in any table in clear, in text, hex or base64", () => {
  expect([...secrets.keys()]).toHaveLength(15);
  for (const [name, secret] of secrets) {
    expect(secret.length, name).toBeGreaterThanOrEqual(16);
    for (const text of spellings(secret)) expect(dump.includes(text), `${name} as ${text.slice(0, 12)}…`).toBe(false);
  }
});

test("I12: a sealed secret opens with its own purpose and key only", async () => {
  const rows = await db().secret.findMany({ orderBy: { purpose: "asc" } });
  const [one, two] = rows;
  if (!one || !two) throw new Error("none");
  await db().secret.update({ where: { purpose: one.purpose }, data: { sealed: two.sealed } });
  await expect(getSecret(one.purpose as "root-key")).rejects.toThrow();
  await db().secret.update({ where: { purpose: one.purpose }, data: { sealed: one.sealed } });
  expect(await getSecret(one.purpose as "root-key")).not.toBeNull();
});
