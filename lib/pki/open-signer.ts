import { getSecret } from "@/lib/core/secrets";
import type { Tx } from "@/lib/db/client";
import { privateKeyFromPkcs8 } from "./keys";
import { localSigner, type Signer } from "./signer";

const process_ = globalThis as typeof globalThis & { homeportSigners?: Map<number, Signer> };

/** The signer of one issuing CA, opened once a process. Throws where the sealed key is missing or sealed by another key. */
export async function openSigner(tx: Tx, authority: { id: number; generation: number; der: Uint8Array }): Promise<Signer> {
  process_.homeportSigners ??= new Map();
  const open = process_.homeportSigners.get(authority.id);
  if (open) return open;
  const pkcs8 = await getSecret(`issuing-key-${authority.generation}`, tx);
  if (!pkcs8) throw new Error(`The key of the issuing CA G${authority.generation} is not in the database.`);
  const signer = localSigner(authority.der, privateKeyFromPkcs8(pkcs8));
  process_.homeportSigners.set(authority.id, signer);
  return signer;
}
