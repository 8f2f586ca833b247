// The node's own certificate lives 30 days and is renewed at two thirds of them.
import { createPrivateKey, X509Certificate } from "node:crypto";
import { rmSync } from "node:fs";
import { z } from "zod";
import { refusalOf, type Answer } from "./call-portal";
import { makeNodeCsr, newNodeKey } from "./csr";
import { sentenceOf, type Log } from "./log";
import type { Paths } from "./paths";
import { readState, writeState } from "./state";
import { readText, writeFile } from "./write-file";

const Renewal = z.object({ key: z.string(), certificate: z.string() });
export const IssuedCertificate = z.object({ certificate: z.string().max(20_000), chain: z.string().max(100_000) });

/** When the certificate in place should be renewed and when it ends; null when it cannot be read. */
export function certificateTimes(at: Paths): { renewAt: Date; endsAt: Date } | null {
  try {
    const { validFrom, validTo } = new X509Certificate(readText(at.certificate) ?? "");
    const from = new Date(validFrom).getTime();
    const to = new Date(validTo).getTime();
    return { renewAt: new Date(from + ((to - from) * 2) / 3), endsAt: new Date(to) };
  } catch {
    return null;
  }
}

/** A new key, a new certificate, both in place for OpenVPN's next start. Throws with a sentence. */
export async function renew(at: Paths, send: (csr: string) => Promise<Answer>): Promise<void> {
  const key = newNodeKey();
  const answer = await send(makeNodeCsr(key));
  if (answer.status !== 200 && answer.status !== 201) throw new Error(refusalOf(answer));
  const { certificate, chain } = IssuedCertificate.parse(JSON.parse(answer.body));
  const why = whyNotCertificate(certificate, chain, key);
  if (why !== null) throw new Error(why);
  const before = new X509Certificate(readText(at.certificate) ?? "");
  if (new X509Certificate(certificate).subject !== before.subject) throw new Error("The renewed certificate has another name.");
  writeState(at.renewal, { key, certificate });
  finishRenewal(at);
}

/** Asks for the next certificate once two thirds of the life of the one in place are over; one try at a time. */
export function renewWhenDue(at: Paths, log: Log, send: (csr: string) => Promise<Answer>): () => Promise<void> {
  let renewing = false;
  return async () => {
    const times = certificateTimes(at);
    if (renewing || !times || times.renewAt > new Date()) return;
    renewing = true;
    await renew(at, send).then(
      () => log("certificate-renewed"),
      (error: unknown) => log("renewal-failed", { why: sentenceOf(error) }),
    );
    renewing = false;
  };
}

/** Key and certificate are two files: a crash between them is finished here, at the next start. */
export function finishRenewal(at: Paths): boolean {
  const renewal = readState(at.renewal, Renewal);
  if (!renewal) return false;
  writeFile(at.key, renewal.key);
  writeFile(at.certificate, renewal.certificate);
  rmSync(at.renewal, { force: true });
  return true;
}

export function whyNotCertificate(certificate: string, chain: string, keyPem: string): string | null {
  try {
    const leaf = new X509Certificate(certificate);
    const issuer = new X509Certificate(chain);
    if (!leaf.checkPrivateKey(createPrivateKey(keyPem))) return "The portal's certificate is for another key.";
    return leaf.checkIssued(issuer) && leaf.verify(issuer.publicKey)
      ? null
      : "The portal's certificate is not signed by the first certificate of its chain.";
  } catch {
    return "The portal's certificate cannot be read.";
  }
}
