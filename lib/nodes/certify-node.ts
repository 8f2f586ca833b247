import type { Context } from "@/lib/core/context";
import { record } from "@/lib/core/record";
import { db, type Tx } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import { CsrError, readCsr } from "@/lib/pki/csr";
import { reserveCertificate, signReserved } from "@/lib/pki/issue-certificate";
import type { Permission } from "@/lib/core/permissions";
import { nodeCommonName } from "./naming";

export type SignedForNode = { serial: string; der: Uint8Array<ArrayBuffer>; commonName: string };

/**
 * Reserves (I3) and signs a node's certificate from its CSR; the caller's commit keeps it. `first` may refuse before anything is reserved:
 * a reservation that nothing comes of is a revocation later, and stands in every CRL.
 */
export async function certifyNode(
  ctx: Context,
  permission: Permission,
  node: { id: string; name: string },
  pem: string,
  first: (tx: Tx) => Promise<void> = async () => {},
): Promise<SignedForNode> {
  const cluster = await db().cluster.findUniqueOrThrow({ where: { id: 1 } });
  const commonName = nodeCommonName(cluster.uuid, node.name);
  const csr = parse(pem, commonName);
  const reservation = await record(ctx, permission, async (tx) => {
    await first(tx);
    return { value: await reserveCertificate(tx, ctx, { kind: "node", nodeId: node.id }, commonName, csr), changed: false };
  });
  return { ...reservation, der: await signReserved(reservation, csr), commonName };
}

function parse(pem: string, commonName: string) {
  try {
    const csr = readCsr(pem);
    if (csr.commonName !== null && csr.commonName !== "" && csr.commonName !== commonName && !commonName.endsWith(`-${csr.commonName}`)) {
      refuse("invalid", `The csr is made out to another name. Make one for ${commonName}, or without a name.`, "csr");
    }
    return csr;
  } catch (error) {
    if (error instanceof CsrError) refuse("invalid", error.message, "csr");
    throw error;
  }
}
