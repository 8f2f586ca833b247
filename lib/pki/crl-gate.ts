// What a crl.pem must be before OpenVPN may read it (facts 6 to 10). OpenVPN lets revoked devices in
// when a CRL is missing, cut short or foreign, and everybody out when one is expired or too new; it
// tells nobody. Shared with the node agent: nothing but node:crypto.
import { createHash, X509Certificate } from "node:crypto";
import { issuerOf, type Issuer } from "./certificate";
import { readCrl, type Crl } from "./crl-reader";
import { sameBytes, toHex } from "./der";
import { DerError } from "./der-reader";
import { publicKeyFromSpki } from "./keys";
import { PemError, pemBlocks, toPem } from "./pem";

export { crlHas, readCrl } from "./crl-reader";

/** One CRL that a node serves; JSON-safe, so that it can be kept beside the file. */
export interface ServedCrl {
  /** The issuer's name: hex of its DER. */
  issuer: string;
  /** Decimal. */
  number: string;
  /** ISO 8601, whole seconds. */
  thisUpdate: string;
  nextUpdate: string;
  /** Of the DER, hex. */
  sha256: string;
  /** How many serials are listed. */
  count: number;
}

export type GateAnswer = { ok: true; crls: ServedCrl[] } | { ok: false; why: string };

interface Ca {
  label: string;
  issuer: Issuer;
}

/**
 * `chainPem` is the `ca` file that the running OpenVPN was started with (fact 12); `previous` what
 * the node serves now, null when it serves nothing yet. Never throws.
 */
export function gateCrl({
  pem,
  chainPem,
  now,
  previous,
}: {
  pem: string;
  chainPem: string;
  now: Date;
  previous: readonly ServedCrl[] | null;
}): GateAnswer {
  let issuing: Ca[];
  try {
    issuing = issuingCasIn(chainPem);
  } catch (error) {
    return refused(`the chain cannot be read: ${messageOf(error)}`);
  }
  if (issuing.length === 0) return refused("the chain has no issuing CA");
  let crls: Crl[];
  try {
    crls = crlsIn(pem);
  } catch (error) {
    return refused(`the CRL file cannot be read: ${messageOf(error)}`);
  }
  for (const crl of crls) {
    if (!issuing.some((ca) => sameBytes(ca.issuer.name, crl.issuer)))
      return refused("the file has a CRL of an issuer that is no issuing CA of this chain");
  }
  const served: ServedCrl[] = [];
  for (const ca of issuing) {
    const own = crls.filter((crl) => sameBytes(crl.issuer, ca.issuer.name));
    const [crl] = own;
    if (!crl) return refused(`the CRL of ${ca.label} is missing`);
    if (own.length > 1) return refused(`there is more than one CRL of ${ca.label}`);
    const state = servedCrl(crl);
    const why = whyNotServe(
      crl,
      state,
      ca,
      now,
      previous?.find((one) => one.issuer === state.issuer),
    );
    if (why) return refused(why);
    served.push(state);
  }
  return { ok: true, crls: served };
}

/** What a file already in place says, without judging it. Throws when it cannot be read. */
export const servedCrls = (pem: string): ServedCrl[] => crlsIn(pem).map(servedCrl);

/** The serials (hex) of all CRLs in a file. Throws when it cannot be read. */
export const serialsInCrlPem = (pem: string): string[] => crlsIn(pem).flatMap((crl) => crl.serials());

function whyNotServe(crl: Crl, state: ServedCrl, ca: Ca, now: Date, before: ServedCrl | undefined): string | null {
  // OpenSSL passes over a CRL whose key identifier is not the CA's: as good as missing (fact 6).
  if (!sameBytes(crl.keyIdentifier, ca.issuer.keyIdentifier)) return `the CRL of ${ca.label} names another key than the CA's`;
  if (!crl.verify(publicKeyFromSpki(ca.issuer.spki))) return `the CRL of ${ca.label} is not signed by it`;
  if (crl.thisUpdate > now) return `the CRL of ${ca.label} is from the future: ${state.thisUpdate}`;
  if (crl.nextUpdate <= now) return `the CRL of ${ca.label} expired at ${state.nextUpdate}`;
  if (!before || before.sha256 === state.sha256) return null;
  if (crl.number < BigInt(before.number))
    return `the CRL of ${ca.label} is older than the one in place: number ${state.number} after ${before.number}`;
  if (crl.number === BigInt(before.number))
    return `the CRL of ${ca.label} has the number of the one in place, ${state.number}, and other bytes`;
  // OpenVPN before 2.7.3 ignores it when several CRLs stand in one file (fact 8).
  if (crl.thisUpdate <= new Date(before.thisUpdate))
    return `the CRL of ${ca.label} is not later than the one in place: ${state.thisUpdate} after ${before.thisUpdate}`;
  return null;
}

/** CAs of the chain that have no CA of the chain below them: the ones that sign leaves. */
function issuingCasIn(chainPem: string): Ca[] {
  const all = pemBlocks(chainPem).map(({ label, der }) => {
    if (label !== "CERTIFICATE") throw new DerError(`a block labelled ${label}`);
    const certificate = new X509Certificate(der);
    if (!certificate.ca) throw new DerError("a certificate that is no CA");
    const name = certificate.subject.split("\n").find((line) => line.startsWith("CN="));
    return { certificate, ca: { label: name ? name.slice(3) : "a CA without a common name", issuer: issuerOf(der) } };
  });
  return all.filter((one) => !all.some((other) => other !== one && other.certificate.checkIssued(one.certificate))).map((one) => one.ca);
}

function crlsIn(pem: string): Crl[] {
  const blocks = pemBlocks(pem);
  if (blocks.some((block) => block.label !== "X509 CRL")) throw new DerError("a block that is no CRL");
  // Exactly what we write, so that OpenSSL's more liberal reader cannot see anything else in it.
  if (blocks.map((block) => toPem("X509 CRL", block.der)).join("") !== pem) throw new DerError("not written as plain PEM");
  return blocks.map((block) => readCrl(block.der));
}

function servedCrl(crl: Crl): ServedCrl {
  return {
    issuer: toHex(crl.issuer),
    number: crl.number.toString(),
    thisUpdate: crl.thisUpdate.toISOString(),
    nextUpdate: crl.nextUpdate.toISOString(),
    sha256: createHash("sha256").update(crl.der).digest("hex"),
    count: crl.count,
  };
}

const refused = (why: string): GateAnswer => ({ ok: false, why: `${why}.` });

function messageOf(error: unknown): string {
  return error instanceof DerError || error instanceof PemError ? error.message : "it is damaged";
}
