import { db, type Tx } from "@/lib/db/client";
import { crlDer } from "./crl";
import { crlEntriesOf } from "./crl-entries-of";
import { issuerOf } from "./certificate";
import { toPem } from "./pem";

/** `trusted_chain.pem`: issuing CAs, newest first, then the root. Public. */
export async function readChainPem(tx: Tx = db()): Promise<string> {
  const issuing = await tx.authority.findMany({ where: { kind: "issuing" }, orderBy: { generation: "desc" } });
  const root = await tx.authority.findFirstOrThrow({ where: { kind: "root" } });
  return [...issuing, root].map((authority) => toPem("CERTIFICATE", authority.der)).join("");
}

/** Only the issuing CAs, as they stand behind a leaf in a profile. */
export async function readIssuingPem(tx: Tx = db()): Promise<string> {
  const issuing = await tx.authority.findMany({ where: { kind: "issuing" }, orderBy: { generation: "desc" } });
  return issuing.map((authority) => toPem("CERTIFICATE", authority.der)).join("");
}

/** The CRLs in force, one for each issuing CA (facts 7, 10): rebuilt from revocations and the stored signature. */
export async function readCrls(tx: Tx = db()): Promise<Uint8Array[]> {
  const crls = await tx.crl.findMany({ include: { authority: true }, orderBy: { authorityId: "asc" } });
  return Promise.all(
    crls.map(async (crl) => {
      const issuer = issuerOf(crl.authority.der);
      const entries = await crlEntriesOf(
        tx,
        { authorityId: crl.authorityId, lastSequence: crl.lastSequence, expiredBefore: crl.expiredBefore },
        true,
      );
      return crlDer({
        issuerName: issuer.name,
        keyIdentifier: issuer.keyIdentifier,
        number: crl.number,
        thisUpdate: crl.thisUpdate,
        nextUpdate: crl.nextUpdate,
        entries,
        signature: crl.signature,
      });
    }),
  );
}

export async function readCrlPem(tx: Tx = db()): Promise<string> {
  return (await readCrls(tx)).map((der) => toPem("X509 CRL", der)).join("");
}
