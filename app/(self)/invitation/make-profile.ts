import type { IssuedProfile } from "@/app/_shell/answers";
import { newKey, send, type Problem } from "@/app/_shell/client";
import { encryptPkcs8 } from "@/lib/pki/encrypt-key";
import { makeCsr, newKeyPair } from "@/lib/pki/make-csr";
import { toPem } from "@/lib/pki/pem";
import { profileFileName, renderProfile } from "@/lib/users/profile";

/** A key born in this browser and the request for it. Kept while the page is open: a second try is the same request (I9). */
export type Attempt = { keyPair: CryptoKeyPair; csr: string; idempotencyKey: string };
export type Profile = { fileName: string; text: string };

export async function newAttempt(commonName: string): Promise<Attempt> {
  const keyPair = await newKeyPair();
  return { keyPair, csr: toPem("CERTIFICATE REQUEST", await makeCsr(keyPair, commonName)), idempotencyKey: newKey() };
}

/** Sends the request, which holds the public key, and puts the profile together here. The private key goes nowhere else (I12). */
export async function makeProfile(
  attempt: Attempt,
  token: string,
  passphrase: string,
): Promise<{ profile: Profile } | { problem: Problem }> {
  const { keyPair, csr, idempotencyKey } = attempt;
  const answer = await send<IssuedProfile>("POST", "/api/v1/invitations/use", { token, csr }, { idempotencyKey });
  if (!answer.ok) return { problem: answer.problem };
  const issued = answer.value;
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey("pkcs8", keyPair.privateKey));
  const privateKeyPem = passphrase ? await encryptPkcs8(pkcs8, passphrase) : toPem("PRIVATE KEY", pkcs8);
  const text = renderProfile({
    clusterName: issued.clusterName,
    commonName: issued.commonName,
    remotes: issued.remotes,
    nodeNamePrefix: issued.nodeNamePrefix,
    chainPem: issued.chain,
    certificatePem: issued.certificate,
    privateKeyPem,
    tlsCryptV2Pem: issued.tlsCryptV2,
    options: issued.options,
  });
  return { profile: { fileName: profileFileName(issued.clusterName, issued.commonName), text } };
}
