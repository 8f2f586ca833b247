import { servedCrls, serialsInCrlPem, type ServedCrl } from "../lib/pki/crl-gate";
import type { Paths } from "./paths";
import type { NodeState } from "./state";
import { readText } from "./write-file";

/** The CRLs that the node serves: what it remembers, else what the file says. Only they stop a rollback (fact 9). */
export function servedCrlsOf(at: Paths, state: NodeState | null): ServedCrl[] {
  if (state && state.crls.length > 0) return state.crls;
  try {
    return servedCrls(readText(at.crl) ?? "");
  } catch {
    return [];
  }
}

/** Whether a CRL file lists a serial, however either spells its zeros. Reads the file when first asked. */
export function serialsOf(pem: string): (serial: string) => boolean {
  let serials: Set<string> | null = null;
  return (serial) => {
    serials ??= new Set(serialsInCrlPem(pem).map(plain));
    return serials.has(plain(serial));
  };
}

const plain = (hex: string): string => hex.toLowerCase().replace(/^0+/, "");
