import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { bits, explicit, integer, oid, seq } from "../lib/pki/der";
import { toPem } from "../lib/pki/pem";

/** A fresh P-256 key that never leaves this node: PKCS#8 PEM. */
export function newNodeKey(): string {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

/** A PKCS#10 request (RFC 2986) without a name: the portal knows what the node is called. */
export function makeNodeCsr(keyPem: string): string {
  const key = createPrivateKey(keyPem);
  const spki = createPublicKey(key).export({ type: "spki", format: "der" });
  const info = seq(integer(0), seq(), spki, explicit(0));
  return toPem("CERTIFICATE REQUEST", seq(info, seq(oid("1.2.840.10045.4.3.2")), bits(sign("sha256", info, key))));
}
