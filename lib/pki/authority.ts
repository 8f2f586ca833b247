// The cluster's root and its issuing CAs. Each generation has a subject name of its own (fact 12).
import { sign, type KeyObject } from "node:crypto";
import { backdated, certificateTbs, issuerOf, signed } from "./certificate";
import type { Der } from "./der";
import * as ext from "./extensions";
import { keyIdentifier, spkiOf } from "./keys";
import { nameOf } from "./name";

export const ROOT_YEARS = 20;
export const ISSUING_YEARS = 10;
export const rootName = (clusterName: string): string => `${clusterName} Root`;
export const issuingName = (clusterName: string, generation: number): string => `${clusterName} Issuing CA G${generation}`;

/** A self-signed root, 20 years, path length open. */
export function rootCertificate(of: { clusterName: string; serial: string; privateKey: KeyObject; now: Date }): Der {
  const spki = spkiOf(of.privateKey);
  const name = nameOf(rootName(of.clusterName));
  const tbs = certificateTbs({
    serial: of.serial,
    issuerName: name,
    notBefore: backdated(of.now),
    notAfter: yearsLater(of.now, ROOT_YEARS),
    subjectName: name,
    spki,
    extensions: [ext.basicConstraintsCa(), ext.keyUsageCa(), ext.subjectKeyIdentifier(keyIdentifier(spki))],
  });
  return signed(tbs, sign("sha256", tbs, of.privateKey));
}

/** An issuing CA below the root, 10 years (or as long as the root), nothing but leaves below it. */
export function issuingCertificate(of: {
  clusterName: string;
  generation: number;
  serial: string;
  spki: Uint8Array;
  rootCertificate: Uint8Array;
  rootKey: KeyObject;
  now: Date;
}): Der {
  const root = issuerOf(of.rootCertificate);
  const end = yearsLater(of.now, ISSUING_YEARS);
  const tbs = certificateTbs({
    serial: of.serial,
    issuerName: root.name,
    notBefore: backdated(of.now),
    notAfter: end < root.notAfter ? end : root.notAfter,
    subjectName: nameOf(issuingName(of.clusterName, of.generation)),
    spki: of.spki,
    extensions: [
      ext.basicConstraintsCa(0),
      ext.keyUsageCa(),
      ext.subjectKeyIdentifier(keyIdentifier(of.spki)),
      ext.authorityKeyIdentifier(root.keyIdentifier),
    ],
  });
  return signed(tbs, sign("sha256", tbs, of.rootKey));
}

function yearsLater(now: Date, years: number): Date {
  const later = new Date(Math.floor(now.getTime() / 1000) * 1000);
  later.setUTCFullYear(later.getUTCFullYear() + years);
  return later;
}
