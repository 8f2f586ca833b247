import type { Context } from "@/lib/core/context";
import { putSecret } from "@/lib/core/secrets";
import type { Tx } from "@/lib/db/client";
import { issuingCertificate, issuingName, rootCertificate, rootName } from "./authority";
import { issuerOf, serialFromRandom } from "./certificate";
import { generateP256, pkcs8Of } from "./keys";
import { refuse } from "@/lib/refusal";
import { lockAuthority, signCrl } from "./sign-crl";

/** Step of setup: the root, the issuing CA G1 and its first, empty CRL. Both keys are sealed in the same transaction. */
export async function createAuthority(tx: Tx, ctx: Context, clusterName: string): Promise<void> {
  const now = ctx.now();
  const root = generateP256();
  const rootSerial = serialFromRandom(ctx.random(20));
  const rootDer = rootCertificate({ clusterName, serial: rootSerial, privateKey: root.privateKey, now });
  const issuing = generateP256();
  const issuingSerial = serialFromRandom(ctx.random(20));
  const issuingDer = issuingCertificate({
    clusterName,
    generation: 1,
    serial: issuingSerial,
    spki: issuing.spki,
    rootCertificate: rootDer,
    rootKey: root.privateKey,
    now,
  });
  const dates = (der: Uint8Array) => {
    const { notBefore, notAfter } = issuerOf(der);
    return { notBefore, notAfter };
  };
  await tx.authority.create({
    data: { kind: "root", generation: 0, subject: rootName(clusterName), serial: rootSerial, der: rootDer, ...dates(rootDer) },
  });
  const { id } = await tx.authority.create({
    data: {
      kind: "issuing",
      generation: 1,
      subject: issuingName(clusterName, 1),
      serial: issuingSerial,
      der: issuingDer,
      ...dates(issuingDer),
    },
  });
  await putSecret(tx, ctx, "root-key", pkcs8Of(root.privateKey));
  await putSecret(tx, ctx, "issuing-key-1", pkcs8Of(issuing.privateKey));
  if (!(await signCrl(tx, ctx, await lockAuthority(tx, id)))) {
    refuse(
      "state",
      "The first CRL could not be signed. Most often the clocks of this machine and of PostgreSQL differ: set both right (NTP) and press the button again. Nothing was changed.",
    );
  }
}
