import { createPrivateKey, sign, type KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { unseal } from "../../../lib/core/seal";
import { BundlePayload, digestOf, encodeBundle, type SignedBundle } from "../../../lib/nodes/bundle";
import { issuerOf } from "../../../lib/pki/certificate";
import { crlDer, tbsParts } from "../../../lib/pki/crl";
import { toPem } from "../../../lib/pki/pem";
import { withDatabase } from "./database";

/** What somebody has who holds the portal whole: database and key-encryption key. */
export type Keys = { bundle: KeyObject; issuing: KeyObject; issuingCertificate: Uint8Array };

export async function stealKeys(data: string): Promise<Keys> {
  const kek = Buffer.from(readFileSync(path.join(data, "kek"), "utf8").trim(), "base64");
  return withDatabase(data, async (database) => {
    const key = async (purpose: string) => {
      const { rows } = await database.query<{ sealed: Buffer }>("SELECT sealed FROM secret WHERE purpose = $1", [purpose]);
      return createPrivateKey({ key: unseal(kek, purpose, rows[0]?.sealed ?? Buffer.alloc(0)), format: "der", type: "pkcs8" });
    };
    const { rows } = await database.query<{ der: Buffer }>("SELECT der FROM authority WHERE kind = 'issuing' AND generation = 1");
    return {
      bundle: await key("bundle-signing-key"),
      issuing: await key("issuing-key-1"),
      issuingCertificate: rows[0]?.der ?? new Uint8Array(),
    };
  });
}

export const payloadOf = (signed: SignedBundle): BundlePayload =>
  BundlePayload.parse(JSON.parse(Buffer.from(signed.payload, "base64").toString("utf8")));

/** Signed as the portal signs, its digest that of its files. */
export function signBundle(payload: BundlePayload, key: KeyObject): SignedBundle {
  const { bytes, signed } = encodeBundle({ ...payload, digest: digestOf(payload.files) });
  return { payload: Buffer.from(bytes).toString("base64"), signature: sign(null, signed, key).toString("base64") };
}

/** The same bundle with one file changed; null takes it out. */
export function withFile(payload: BundlePayload, file: string, change: (content: string) => string | null): BundlePayload {
  const content = change(payload.files.find((one) => one.path === file)?.content ?? "");
  const files = payload.files.filter((one) => one.path !== file);
  return { ...payload, files: content === null ? files : [...files, { path: file, content }] };
}

/** A CRL in the issuing CA's name that revokes nobody. Times in hours from now. */
export function forgeCrl(keys: Keys, by: KeyObject, from: number, to: number): string {
  const at = (hours: number) => new Date(Math.floor(Date.now() / 1000) * 1000 + hours * 3_600_000);
  const { name, keyIdentifier } = issuerOf(keys.issuingCertificate);
  const head = {
    issuerName: name,
    keyIdentifier,
    number: BigInt(Date.now()) + 1_000_000n,
    thisUpdate: at(from),
    nextUpdate: at(to),
    entriesLength: 0,
  };
  const { before, after } = tbsParts(head);
  const signature = sign("sha256", Buffer.concat([before, after]), by);
  return toPem("X509 CRL", crlDer({ ...head, entries: new Uint8Array(), signature }));
}
