// Reading a PKCS#10 request (RFC 2986) from somebody we do not trust. The public key and the proof
// that its owner holds the private key are taken from it, and nothing else: names, dates and
// extensions of the certificate are ours.
import { verify } from "node:crypto";
import forge from "node-forge";
import { toHex, type Der } from "./der";
import { publicKeyFromSpki, spkiSha256 } from "./keys";
import { PemError, pemBlocks } from "./pem";

/** `.message` is the sentence for the person; it names the field. */
export class CsrError extends Error {
  readonly field = "csr";
}

export interface Csr {
  spki: Der;
  /** Hex; what finds a key that is already in use. */
  spkiSha256: string;
  commonName: string | null;
}

type Node = forge.asn1.Asn1;
const { asn1 } = forge;
const MAX_BYTES = 8192;
/** The deepest honest request nests nine levels. */
const MAX_DEPTH = 16;
const LABELS = ["CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST"]; // the second is what certtool writes
/** AlgorithmIdentifiers, byte for byte: nothing signs this field. */
const SIGNATURES: Record<string, { digest: string; key: "ec" | "rsa" }> = {
  "300a06082a8648ce3d040302": { digest: "sha256", key: "ec" },
  "300a06082a8648ce3d040303": { digest: "sha384", key: "ec" },
  "300a06082a8648ce3d040304": { digest: "sha512", key: "ec" },
  "300d06092a864886f70d01010b0500": { digest: "sha256", key: "rsa" },
  "300d06092a864886f70d01010c0500": { digest: "sha384", key: "rsa" },
  "300d06092a864886f70d01010d0500": { digest: "sha512", key: "rsa" },
};

/**
 * A request in PEM or DER. A request without a common name is taken; one with another name than
 * `expectedCommonName` is not. Throws CsrError and nothing else.
 */
export function readCsr(input: string | Uint8Array, { expectedCommonName }: { expectedCommonName?: string } = {}): Csr {
  if (input.length > MAX_BYTES) throw new CsrError("The csr is larger than 8 KB. Send one certificate request and nothing else.");
  try {
    return read(derOf(input), expectedCommonName);
  } catch (error) {
    if (error instanceof CsrError) throw error;
    if (error instanceof PemError) throw new CsrError(`The csr cannot be read: ${error.message}.`);
    // forge throws plain errors on every kind of malformed DER; none of them is a bug of ours.
    throw new CsrError("The csr is not a certificate request in DER or PEM (PKCS#10).");
  }
}

function derOf(input: string | Uint8Array): Uint8Array {
  if (typeof input !== "string" && input[0] === 0x30) return input;
  const [block, second] = pemBlocks(typeof input === "string" ? input : Buffer.from(input).toString("latin1"));
  if (!block) throw new CsrError("The csr has no block “BEGIN CERTIFICATE REQUEST”.");
  if (second) throw new CsrError("The csr has more than one PEM block. Send one certificate request and nothing else.");
  if (!LABELS.includes(block.label))
    throw new CsrError(`The csr is labelled “${shown(block.label)}”, where “CERTIFICATE REQUEST” belongs.`);
  return block.der;
}

function read(der: Uint8Array, expectedCommonName: string | undefined): Csr {
  const binary = Buffer.from(der).toString("latin1");
  // The typings know only the older boolean form of the second argument.
  const options = { strict: true, parseAllBytes: true, decodeBitStrings: false, maxDepth: MAX_DEPTH } as unknown as boolean;
  const request = asn1.fromDer(binary, options);
  // Written again and compared, so that every part below has exactly the bytes that were signed.
  if (asn1.toDer(request).getBytes() !== binary) throw new CsrError("The csr is not in strict DER, or bytes follow its end.");

  const [info, algorithm, signature, extra] = list(request);
  if (!info || !algorithm || !signature || extra) throw new CsrError("The csr is not a certificate request (PKCS#10).");
  const [version, subject, key, attributes] = list(info);
  if (!version || !subject || !key) throw new CsrError("The csr is not a certificate request (PKCS#10).");
  if (version.type !== asn1.Type.INTEGER || text(version) !== "\0")
    throw new CsrError("The csr has another version than PKCS#10 version 1.");

  const commonName = commonNameIn(subject);
  if (expectedCommonName !== undefined && commonName !== null && commonName !== expectedCommonName) {
    throw new CsrError(
      `The csr is made out to “${shown(commonName)}”. Make one with the common name “${expectedCommonName}”, or with none.`,
    );
  }
  if (attributes) refuseCa(attributes);

  const spki = bytesOf(key);
  const keyKind = refuseWeakKey(spki);
  const signedWith = SIGNATURES[toHex(bytesOf(algorithm))];
  if (!signedWith) throw new CsrError("The csr is signed with an algorithm that is not accepted. Sign it with SHA-256.");
  if (signature.type !== asn1.Type.BITSTRING || text(signature)[0] !== "\0") throw new CsrError("The csr has no proper signature.");
  const proof = Buffer.from(text(signature).slice(1), "latin1");
  if (signedWith.key !== keyKind || !verify(signedWith.digest, bytesOf(info), publicKeyFromSpki(spki), proof)) {
    throw new CsrError("The csr is not signed with its own key: the signature does not verify.");
  }
  return { spki, spkiSha256: spkiSha256(spki), commonName };
}

function commonNameIn(subject: Node): string | null {
  const names: string[] = [];
  for (const rdn of list(subject)) {
    for (const attribute of list(rdn)) {
      const [type, value] = list(attribute);
      if (!type || !value) throw new CsrError("The csr has a subject that cannot be read.");
      if (asn1.derToOid(text(type)) !== "2.5.4.3") continue;
      const kinds: number[] = [asn1.Type.UTF8, asn1.Type.PRINTABLESTRING, asn1.Type.IA5STRING];
      if (!kinds.includes(value.type)) throw new CsrError("The csr has a common name that is not a UTF8String.");
      names.push(Buffer.from(text(value), "latin1").toString("utf8"));
    }
  }
  if (names.length > 1) throw new CsrError("The csr has more than one common name. It may have one.");
  return names[0] ?? null;
}

/** Only CA:TRUE is refused; whatever else a request asks for is left unread, since none of it is granted. */
function refuseCa(attributes: Node): void {
  for (const attribute of list(attributes)) {
    const [type, values] = list(attribute);
    if (!type || !values || asn1.derToOid(text(type)) !== "1.2.840.113549.1.9.14") continue;
    for (const extension of list(values).flatMap(list)) {
      const parts = list(extension);
      const [id] = parts;
      const value = parts.at(-1);
      if (!id || !value || asn1.derToOid(text(id)) !== "2.5.29.19") continue;
      const [flag] = list(asn1.fromDer(text(value)));
      if (flag?.type === asn1.Type.BOOLEAN && text(flag) !== "\0")
        throw new CsrError("The csr asks for CA:TRUE. A device or node is no certificate authority.");
    }
  }
}

function refuseWeakKey(spki: Uint8Array): "ec" | "rsa" {
  let key;
  try {
    key = publicKeyFromSpki(spki);
  } catch {
    throw new CsrError("The csr has a key that cannot be read. Use P-256, or RSA with 3072 bits.");
  }
  const details = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === "ec") {
    // The named curve with an uncompressed point has exactly this length; explicit curve parameters do not.
    if (details.namedCurve !== "prime256v1" || spki.length !== 91)
      throw new CsrError("The csr has a key on another curve than P-256. Use P-256, or RSA with 3072 bits.");
    return "ec";
  }
  if (key.asymmetricKeyType !== "rsa")
    throw new CsrError("The csr has a kind of key that is not accepted. Use P-256, or RSA with 3072 bits.");
  const length = details.modulusLength ?? 0;
  const exponent = details.publicExponent ?? 0n;
  if (length < 3072) throw new CsrError(`The csr has an RSA key of ${length} bits, which is too weak. Use P-256, or RSA with 3072 bits.`);
  if (length > 8192 || exponent < 65537n || exponent > 0xffffffffn)
    throw new CsrError("The csr has an RSA key of an unusual form. Use P-256, or RSA with 3072 bits.");
  return "rsa";
}

function list(node: Node): Node[] {
  if (!Array.isArray(node.value)) throw new CsrError("The csr is not a certificate request (PKCS#10).");
  return node.value;
}

const bytesOf = (node: Node): Der => new Uint8Array(Buffer.from(asn1.toDer(node).getBytes(), "latin1"));

function text(node: Node): string {
  if (typeof node.value !== "string") throw new CsrError("The csr is not a certificate request (PKCS#10).");
  return node.value;
}

/** What a stranger wrote, fit for a sentence: printable ASCII, not long. */
function shown(theirs: string): string {
  const plain = theirs.replace(/[^\x20-\x7e]/g, "?");
  return plain.length > 80 ? `${plain.slice(0, 80)}…` : plain;
}
