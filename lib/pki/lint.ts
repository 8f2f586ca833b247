// A certificate is read again before anybody gets it, by two readers that did not write it
// (OpenSSL inside node:crypto, and forge), and compared with what was asked.
import { X509Certificate } from "node:crypto";
import forge from "node-forge";
import type { LeafKind } from "./certificate";
import { sameBytes, toHex } from "./der";
import { keyIdentifier, publicKeyFromSpki } from "./keys";

export interface Expected {
  kind: LeafKind | "root" | "issuing";
  serial: string;
  commonName: string;
  spki: Uint8Array;
  notBefore: Date;
  notAfter: Date;
  issuer: { name: Uint8Array; spki: Uint8Array; keyIdentifier: Uint8Array };
}

type Node = forge.asn1.Asn1;
const EKU_DER = { device: "300a06082b06010505070302", node: "300a06082b06010505070301" } as const;
const BASIC_CONSTRAINTS = { root: "30030101ff", issuing: "30060101ff020100", device: "3000", node: "3000" } as const;
const ECDSA_SHA256 = "300a06082a8648ce3d040302";

/** What is wrong with the certificate, a line each; empty when it is what was asked. */
export function lintCertificate(der: Uint8Array, expected: Expected): string[] {
  try {
    return [...lintAsOpenSsl(der, expected), ...lintAsDer(der, expected)];
  } catch (error) {
    return [`cannot be read again: ${error instanceof Error ? error.message : String(error)}`];
  }
}

function lintAsOpenSsl(der: Uint8Array, expected: Expected): string[] {
  const read = new X509Certificate(der);
  const ca = expected.kind === "root" || expected.kind === "issuing";
  const wrong: string[] = [];
  const must = (right: boolean, what: string) => right || wrong.push(what);
  must(read.serialNumber.toLowerCase() === expected.serial, "another serial");
  must(new Date(read.validFrom).getTime() === expected.notBefore.getTime(), "another notBefore");
  must(new Date(read.validTo).getTime() === expected.notAfter.getTime(), "another notAfter");
  must(read.ca === ca, `CA:${String(read.ca).toUpperCase()}`);
  must(read.verify(publicKeyFromSpki(expected.issuer.spki)), "the signature does not verify");
  must(sameBytes(read.publicKey.export({ type: "spki", format: "der" }), expected.spki), "another public key");
  return wrong;
}

function lintAsDer(der: Uint8Array, expected: Expected): string[] {
  const binary = Buffer.from(der).toString("latin1");
  // The typings know only the older boolean form of the second argument.
  const root = forge.asn1.fromDer(binary, { strict: true, parseAllBytes: true, decodeBitStrings: false } as unknown as boolean);
  const wrong: string[] = [];
  const must = (right: boolean, what: string) => right || wrong.push(what);
  must(forge.asn1.toDer(root).getBytes() === binary, "not in strict DER");

  const [tbs, outer] = list(root);
  const [version, serial, inner, issuer, , subject, , extensions] = list(tbs);
  must(hexOf(version) === "a003020102", "another version than 3");
  must(hexOf(serial) === `0214${expected.serial}`, "a serial of another form");
  must(hexOf(outer) === ECDSA_SHA256 && hexOf(inner) === ECDSA_SHA256, "another signature algorithm");
  must(hexOf(issuer) === toHex(expected.issuer.name), "an issuer that is not the CA's subject, byte for byte");
  const [rdn, secondRdn] = list(subject);
  const [attribute, secondAttribute] = list(rdn);
  const [type, value] = list(attribute);
  const name = value && typeof value.value === "string" ? Buffer.from(value.value, "latin1").toString("utf8") : null;
  must(
    !secondRdn && !secondAttribute && hexOf(type) === "0603550403" && value?.type === forge.asn1.Type.UTF8 && name === expected.commonName,
    "another subject",
  );

  const [sequence] = list(extensions);
  const found = list(sequence).map((one) => {
    const fields = list(one);
    const octets = fields.at(-1)?.value;
    const id = fields[0]?.value;
    const der = typeof octets === "string" ? Buffer.from(octets, "latin1").toString("hex") : "?";
    return `${typeof id === "string" ? forge.asn1.derToOid(id) : "?"} ${fields.length === 3 ? "critical " : ""}${der}`;
  });
  const missing = extensionsOf(expected).filter((line) => !found.includes(line));
  const foreign = found.filter((line) => !extensionsOf(expected).includes(line));
  for (const line of missing) wrong.push(`extension missing: ${line}`);
  for (const line of foreign) wrong.push(`extension not asked for: ${line}`);
  must(new Set(found).size === found.length, "an extension twice");
  return wrong;
}

function extensionsOf({ kind, spki, issuer }: Expected): string[] {
  const ca = kind === "root" || kind === "issuing";
  return [
    `2.5.29.19 ${ca ? "critical " : ""}${BASIC_CONSTRAINTS[kind]}`,
    `2.5.29.15 critical ${ca ? "03020106" : "03020780"}`,
    `2.5.29.14 0414${toHex(keyIdentifier(spki))}`,
    ...(kind === "root" ? [] : [`2.5.29.35 30168014${toHex(issuer.keyIdentifier)}`]),
    ...(kind === "device" || kind === "node" ? [`2.5.29.37 ${EKU_DER[kind]}`] : []),
  ];
}

function list(node: Node | undefined): Node[] {
  if (!node || !Array.isArray(node.value)) throw new Error("a field is missing");
  return node.value;
}

function hexOf(node: Node | undefined): string {
  return node ? Buffer.from(forge.asn1.toDer(node).getBytes(), "latin1").toString("hex") : "";
}
