import { createPrivateKey, generateKeyPairSync, sign } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { issuerOf, leafTbs, nodeTemplate, signed } from "../lib/pki/certificate";
import { readCsr } from "../lib/pki/csr";
import { toPem } from "../lib/pki/pem";
import { serial } from "../lib/pki/referees";
import { enrol } from "./enrol";
import { ca, CLUSTER, foreignCa, identity, pin } from "./node-for-tests";
import { pathsIn } from "./paths";
import { certificateTimes, renew } from "./renew";

let server: Server;
let portal: string;
let parent: string;
let asked: number;
let change: (answer: Record<string, unknown>) => { status: number; body: unknown };
beforeEach(async () => {
  parent = mkdtempSync(join(tmpdir(), "homeport-agent-"));
  asked = 0;
  change = (body) => ({ status: 201, body });
  server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => (text += chunk));
    request.on("end", () => {
      asked++;
      const answer = change({
        node: "vpn1",
        cluster: CLUSTER,
        nodeToken: "t".repeat(43),
        certificate: certify(JSON.parse(text).csr),
        chain: ca.chainPem,
        bundleKey: identity.bundleKey,
        epoch: 1,
      });
      response.writeHead(answer.status, { "content-type": "application/json" });
      response.end(typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  portal = `http://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}`;
});
afterEach(() => {
  server.close();
  rmSync(parent, { recursive: true, force: true });
});

function certify(csr: string, by = ca): string {
  const template = nodeTemplate({ serial: serial(9), commonName: "homeport-0d8f6c1e-vpn1", spki: readCsr(csr).spki, now: new Date() });
  const tbs = leafTbs(template, issuerOf(by.issuingDer));
  return toPem("CERTIFICATE", signed(tbs, sign("sha256", tbs, by.issuing.privateKey)));
}

const wish = () => ({ portal, pin, token: "j".repeat(43), supervisor: "child" as const, frr: null });

it("keeps its key at home, in private files", async () => {
  const at = pathsIn(join(parent, "node"));
  expect(await enrol(at, wish())).toMatchObject({ node: "vpn1", cluster: CLUSTER, pin });
  for (const path of [at.key, at.identity, at.certificate]) expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(createPrivateKey(readFileSync(at.key)).asymmetricKeyDetails).toEqual({ namedCurve: "prime256v1" });
  await expect(enrol(at, wish())).rejects.toThrow(/enrolled already/);
  expect(asked).toBe(1);
});

const other = generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "pem" }).toString();
it.each<[string, typeof change, RegExp]>([
  ["another bundle-signing key", (body) => ({ status: 201, body: { ...body, bundleKey: other } }), /fingerprint/],
  ["a key that is none", (body) => ({ status: 201, body: { ...body, bundleKey: "hello" } }), /cannot be read/],
  ["a certificate for another key", (body) => ({ status: 201, body: { ...body, certificate: ca.issuingPem } }), /another key/],
  ["a chain that did not sign it", (body) => ({ status: 201, body: { ...body, chain: foreignCa.chainPem } }), /not signed/],
  ["a refusal", () => ({ status: 410, body: { title: "gone", detail: "This join token was used." } }), /^This join token was used\.$/],
  ["a name that climbs", (body) => ({ status: 201, body: { ...body, node: "../x" } }), /known form/],
  ["another program", () => ({ status: 201, body: "<html>" }), /known form/],
])("leaves nothing after %s", async (_, answer, why) => {
  change = answer;
  const at = pathsIn(join(parent, "deep", "node"));
  await expect(enrol(at, wish())).rejects.toThrow(why);
  expect(readdirSync(parent)).toEqual([]);
  change = (body) => ({ status: 201, body });
  await enrol(at, wish());
});

it("asks nobody with a wrong pin or over plain http", async () => {
  const at = pathsIn(join(parent, "node"));
  await expect(enrol(at, { ...wish(), pin: "abc" })).rejects.toThrow(/64 hex digits/);
  await expect(enrol(at, { ...wish(), portal: "http://vpn.example.org" })).rejects.toThrow(/plain http/);
  expect(existsSync(at.dir)).toBe(false);
  expect(asked).toBe(0);
});

it("renews with a new key, and keeps the old pair when the answer is wrong", async () => {
  const at = pathsIn(join(parent, "node"));
  await enrol(at, wish());
  const before = readFileSync(at.key, "utf8");
  const times = certificateTimes(at);
  expect(((times?.renewAt.getTime() ?? 0) - Date.now()) / 86_400_000).toBeCloseTo(20, 0);
  const answer =
    (certificate: string, chain = ca.chainPem) =>
    async () => ({ status: 200, date: null, body: JSON.stringify({ certificate, chain }) });
  await expect(renew(at, answer(readFileSync(at.certificate, "utf8")))).rejects.toThrow(/another key/);
  await expect(renew(at, async (csr) => answer(certify(csr, foreignCa))())).rejects.toThrow(/not signed/);
  expect(readFileSync(at.key, "utf8")).toBe(before);
  await renew(at, async (csr) => answer(certify(csr))());
  expect(readFileSync(at.key, "utf8")).not.toBe(before);
  expect(existsSync(at.renewal)).toBe(false);
});
