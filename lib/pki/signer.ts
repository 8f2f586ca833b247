// The one narrow thing that holds the issuing CA's key. It signs by policy, not by request: leaf
// certificates from two templates, and CRLs that only grow. So it can move into a process of its
// own, a PKCS#11 token or a KMS without anybody's trust in the portal growing.
import { createSign, createVerify, sign, type KeyObject } from "node:crypto";
import { issuerOf, leafTbs, signed, type LeafTemplate } from "./certificate";
import { tbsParts, type CrlHead } from "./crl";
import { countEntries, crlEntriesLost } from "./crl-entries";
import { sameBytes, type Der } from "./der";
import { publicKeyFromSpki, spkiOf } from "./keys";
import { lintCertificate } from "./lint";

/** The policy said no. Not a person's mistake: a bug or an attack, so it goes to the log whole. */
export class SignerRefusal extends Error {}

export interface PublishedCrl {
  number: bigint;
  thisUpdate: Date;
  entries: Uint8Array;
}

export interface CrlRequest {
  number: bigint;
  thisUpdate: Date;
  nextUpdate: Date;
  /** The encoded entries (`crlEntry`), one after another. */
  entries: Uint8Array;
  /** The CRL published last by this issuer, null for its first. */
  previous: PublishedCrl | null;
  /** Serials (hex) of the previous CRL that are left out because their certificates have expired. */
  expired?: readonly string[];
}

export interface Signer {
  /** A certificate that was read again and is what the template says. */
  signCertificate(template: LeafTemplate): Promise<Der>;
  /** The signature that `crlHeadAndTail` makes a CRL with. */
  signCrl(request: CrlRequest): Promise<{ signature: Der; head: CrlHead }>;
}

export interface SignerPolicy {
  /** Signatures a minute, certificates and CRLs together. */
  perMinute: number;
  /** Milliseconds, from any clock that does not go back. */
  clock: () => number;
  longestDays: { device: number; node: number };
}

const USUAL: SignerPolicy = { perMinute: 100_000, clock: () => performance.now(), longestDays: { device: 825, node: 30 } };
/** Two hours beside the days themselves: backdating, and what the clock did meanwhile. */
const SLACK = 2 * 3_600_000;
/** A CRL up to this size is verified before it is handed out; hashing a larger one twice costs too much. */
const VERIFIED_BYTES = 1 << 20;

/** A signer that holds the key in this process. Throws SignerRefusal when the key is not the certificate's. */
export function localSigner(issuingCertificate: Uint8Array, privateKey: KeyObject, policy: Partial<SignerPolicy> = {}): Signer {
  const { perMinute, clock, longestDays } = { ...USUAL, ...policy };
  const issuer = issuerOf(issuingCertificate);
  if (!sameBytes(spkiOf(privateKey), issuer.spki)) throw new SignerRefusal("the key does not belong to the issuing CA's certificate");
  let allowance = perMinute;
  let filledAt = clock();
  const spend = (): void => {
    const now = clock();
    allowance = Math.min(perMinute, allowance + ((now - filledAt) / 60_000) * perMinute);
    filledAt = now;
    if (allowance < 1) throw new SignerRefusal(`more than ${perMinute} signatures a minute`);
    allowance--;
  };

  return {
    async signCertificate(template) {
      // A caller in JavaScript, or over a wire, can send any kind: only the two are signed.
      const longest = Object.hasOwn(longestDays, template.kind) ? longestDays[template.kind] : undefined;
      if (longest === undefined) throw new SignerRefusal("no such template");
      if (template.notAfter.getTime() - template.notBefore.getTime() > longest * 86_400_000 + SLACK)
        throw new SignerRefusal(`a ${template.kind} certificate of more than ${longest} days`);
      if (template.notAfter > issuer.notAfter) throw new SignerRefusal("a certificate that would outlive its issuing CA");
      if (new TextEncoder().encode(template.commonName).length > 64)
        throw new SignerRefusal("a common name of more than 64 bytes (fact 13)");
      spend();
      const tbs = leafTbs(template, issuer);
      const certificate = signed(tbs, sign("sha256", tbs, privateKey));
      const wrong = lintCertificate(certificate, { ...template, issuer });
      if (wrong.length) throw new SignerRefusal(`the signed certificate is not what was asked: ${wrong.join("; ")}`);
      return certificate;
    },

    async signCrl({ number, thisUpdate, nextUpdate, entries, previous, expired = [] }) {
      if (number < 1n || number >= 1n << 159n) throw new SignerRefusal("a CRL number out of range (RFC 5280 5.2.3)");
      if (!(thisUpdate < nextUpdate)) throw new SignerRefusal("a CRL that ends before it begins");
      if (previous) {
        if (number <= previous.number) throw new SignerRefusal("a CRL number that does not rise (I4)");
        if (thisUpdate.getTime() - previous.thisUpdate.getTime() < 1000)
          throw new SignerRefusal("a thisUpdate that does not rise by a second (I4, fact 8)");
        const lost = crlEntriesLost(previous.entries, entries, expired);
        if (lost.length) throw new SignerRefusal(`a CRL that loses ${lost.length} serials, the first of them ${lost[0]} (I5)`);
      } else {
        countEntries(entries); // throws on entries that nobody could read
      }
      spend();
      const head: CrlHead = {
        issuerName: issuer.name,
        keyIdentifier: issuer.keyIdentifier,
        number,
        thisUpdate,
        nextUpdate,
        entriesLength: entries.length,
      };
      const { before, after } = tbsParts(head);
      const signature = createSign("sha256").update(before).update(entries).update(after).sign(privateKey);
      if (entries.length <= VERIFIED_BYTES) {
        const right = createVerify("sha256").update(before).update(entries).update(after).verify(publicKeyFromSpki(issuer.spki), signature);
        if (!right) throw new SignerRefusal("the signature of the CRL does not verify");
      }
      return { signature: new Uint8Array(signature), head };
    },
  };
}
