import { generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { ECDSA_SHA256 } from "../../lib/pki/certificate";
import { bits, concat, explicit, fromHex, integer, octet, oid, seq, set, type Der } from "../../lib/pki/der";
import { spkiOf } from "../../lib/pki/keys";
import { nameOf } from "../../lib/pki/name";
import { toPem } from "../../lib/pki/pem";

const RSA_SHA256 = seq(oid("1.2.840.113549.1.1.11"), fromHex("0500"));
const curve = (namedCurve: string) => generateKeyPairSync("ec", { namedCurve }).privateKey;
const rsa = (modulusLength: number) => generateKeyPairSync("rsa", { modulusLength }).privateKey;
const pem = (der: Uint8Array) => toPem("CERTIFICATE REQUEST", der);

type Parts = { name: string; key?: KeyObject; signer?: KeyObject; algorithm?: Der; attributes?: Der[] };
function request({ name, key = curve("prime256v1"), signer = key, algorithm = ECDSA_SHA256, attributes = [] }: Parts): Der {
  const info = seq(integer(0), nameOf(name), spkiOf(key), explicit(0, ...attributes));
  return seq(info, algorithm, bits(sign("sha256", info, signer)));
}
const caTrue = seq(oid("1.2.840.113549.1.9.14"), set(seq(seq(oid("2.5.29.19"), octet(seq(fromHex("0101ff")))))));

/** Requests that no portal may sign, all made out to `name` unless that is what is wrong with them. */
export const badCsrs = (name: string): Record<string, string> => ({
  "another's name": pem(request({ name: "root.laptop.1" })),
  "a name with a path in it": pem(request({ name: "../../etc/passwd" })),
  "CA:TRUE asked for": pem(request({ name, attributes: [caTrue] })),
  "a key of 1024 bits": pem(request({ name, key: rsa(1024), algorithm: RSA_SHA256 })),
  "a key of 2048 bits": pem(request({ name, key: rsa(2048), algorithm: RSA_SHA256 })),
  "a key on another curve": pem(request({ name, key: curve("secp256k1") })),
  "a signature by another key": pem(request({ name, signer: curve("prime256v1") })),
  "bytes behind its end": pem(concat(request({ name }), fromHex("0000"))),
  "cut short": pem(request({ name }).subarray(0, 100)),
  "two in one": pem(request({ name })) + pem(request({ name })),
  "no request at all": "hello",
  nothing: "",
  "a certificate": toPem("CERTIFICATE", request({ name })),
  "ten kilobytes of DER": pem(new Uint8Array(10_000).fill(0x30)),
});
