import { afterAll, beforeAll, expect, test } from "vitest";
import { percentiles, record, rounds } from "@/e2e/measure";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { addEnrolledNode, addPersonWithProfile, as, newCluster, pull, type TestNode } from "@/lib/lifecycle/cluster-for-tests";
import { revokeDevice } from "@/lib/lifecycle/revoke-device";
import { verifyAudit } from "@/lib/core/verify-audit";
import { crlHas, gateCrl, readCrl, type ServedCrl } from "./crl-gate";
import { toPem } from "./pem";
import { readChainPem, readCrlPem, readCrls, readIssuingPem } from "./read-files";
import { ask, folder, has } from "./referees";

const N = rounds(40, 500);
const at = folder();
let admin: Actor;
let node: TestNode;
const people: Awaited<ReturnType<typeof addPersonWithProfile>>[] = [];
let chain = "";
let root = "";

beforeAll(async () => {
  admin = await newCluster("10.8.0.0/20");
  node = await addEnrolledNode(as(admin), "vpn1");
  const lane = async (from: number) => {
    for (let i = from; i < N + 2; i += 6) people.push(await addPersonWithProfile(as(admin), `p${i}`));
  };
  await Promise.all([0, 1, 2, 3, 4, 5].map(lane));
  chain = at.put("chain.pem", await readChainPem());
  const issuing = at.put("issuing.pem", await readIssuingPem());
  root = at.put("root.pem", (await readChainPem()).slice((await readIssuingPem()).length));
  expect(ask("openssl", ["verify", "-x509_strict", "-CAfile", root, issuing]).text).toContain("OK");
}, 180_000);
afterAll(() => at.remove());

test("the referees are here", () => {
  expect(["openssl", "certtool"].filter((program) => !has(program))).toEqual([]);
});

test(`way.6 every certificate that the verbs made passes openssl verify -x509_strict and GnuTLS certtool`, async () => {
  const rows = await db().certificate.findMany({ where: { der: { not: null } } });
  expect(rows.length).toBe(N + 3);
  const issuingPem = await readIssuingPem();
  const issuing = at.put("issuing.pem", issuingPem);
  for (const row of rows) {
    const purpose = row.kind === "node" ? "sslserver" : "sslclient";
    const pem = toPem("CERTIFICATE", row.der ?? new Uint8Array());
    const file = at.put("leaf.pem", pem);
    const openssl = ask("openssl", ["verify", "-x509_strict", "-purpose", purpose, "-CAfile", root, "-untrusted", issuing, file]);
    expect(openssl.ok, `${row.commonName}: ${openssl.text}`).toBe(true);
    const whole = at.put("whole.pem", pem + issuingPem);
    const gnutls = ask("certtool", ["--verify", "--load-ca-certificate", root, "--infile", whole]);
    expect(gnutls.text, row.commonName).toContain("Chain verification output: Verified");
  }
}, 120_000);

test(`way.6 I4 I5 while ${N} devices are revoked one by one: number and thisUpdate rise, stay in the past, and every CRL passes openssl, certtool and the node's own gate`, async () => {
  const milliseconds: number[] = [];
  let previous: ServedCrl[] | null = null;
  let last: ReturnType<typeof readCrl> | null = null;
  const issuing = at.put("issuing.pem", await readIssuingPem());
  for (const [i, person] of people.slice(0, N).entries()) {
    const began = performance.now();
    await revokeDevice(as(admin), person.deviceId, { reason: "cessationOfOperation" });
    milliseconds.push(performance.now() - began);
    const [der] = await readCrls();
    if (!der) throw new Error("no CRL");
    const crl = readCrl(der);
    expect(crl.thisUpdate.getTime(), "in the past by ten minutes and more").toBeLessThan(Date.now() - 10 * 60_000);
    if (last) {
      expect(crl.number).toBeGreaterThan(last.number);
      expect(crl.thisUpdate.getTime() - last.thisUpdate.getTime()).toBeGreaterThanOrEqual(1000);
    }
    last = crl;
    const pem = await readCrlPem();
    const gate = gateCrl({ pem, chainPem: await readChainPem(), now: new Date(), previous });
    expect(gate, `revocation ${i}`).toMatchObject({ ok: true, crls: [{ count: i + 1 }] });
    if (gate.ok) previous = gate.crls;
    const file = at.put("crl.pem", pem);
    const openssl = ask("openssl", ["crl", "-in", file, "-noout", "-verify", "-CAfile", issuing]);
    expect(openssl.text).toContain("verify OK");
    // "Not verified" holds "verified" too: the whole sentence is what counts.
    const gnutls = ask("certtool", ["--verify-crl", "--load-ca-certificate", issuing, "--infile", file]);
    expect(gnutls.text).toContain("Verification output: Verified. The certificate is trusted.");
  }
  const [der] = await readCrls();
  expect(people.slice(0, N).every((person) => crlHas(der ?? new Uint8Array(), person.serial))).toBe(true);
  record({
    id: "way.6.revoke",
    claim: `one of ${N} devices revoked, each in its own transaction with its CRL`,
    unit: "ms",
    ...percentiles(milliseconds),
    bound: "number and thisUpdate strictly rise and stay in the past",
    ok: true,
  });
}, 300_000);

test("way.6 then openssl refuses the revoked by the CRL and lets the innocent in, and the audit chain holds", async () => {
  const crl = at.put("crl.pem", await readCrlPem());
  const issuing = at.put("issuing.pem", await readIssuingPem());
  const verdict = async (serial: string) => {
    const row = await db().certificate.findUniqueOrThrow({ where: { serial } });
    const leaf = at.put("leaf.pem", toPem("CERTIFICATE", row.der ?? new Uint8Array()));
    return ask("openssl", ["verify", "-x509_strict", "-crl_check", "-CRLfile", crl, "-CAfile", root, "-untrusted", issuing, leaf]);
  };
  const [first, innocent] = [people[0], people.at(-1)];
  expect((await verdict(first?.serial ?? "")).text).toContain("certificate revoked");
  expect(await verdict(innocent?.serial ?? "")).toMatchObject({ ok: true });
  expect((await pull(node))?.files.filter(({ path }) => path.startsWith("ccd/"))).toHaveLength(2);
  expect(chain).not.toBe("");
  expect(await verifyAudit()).toMatchObject({ ok: true });
});
