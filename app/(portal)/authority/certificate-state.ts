import type { State } from "@/app/_ui/state";
import type { CertificateState } from "@/lib/pki/certificate-filter";

const DAY = 86_400_000;

/** A certificate's state as a word; one that ends soon says when. */
export function stateOfCertificate(of: { state: CertificateState; notAfter: Date }, now: Date): Parameters<typeof State>[0] {
  if (of.state === "revoked") return { tone: "muted", word: "Revoked" };
  if (of.state === "expired") return { tone: "muted", word: "Expired" };
  if (of.state === "unfinished") return { tone: "attention", word: "Unfinished" };
  const days = Math.ceil((of.notAfter.getTime() - now.getTime()) / DAY);
  if (days <= 14) return { tone: "attention", word: `Ends in ${days} ${days === 1 ? "day" : "days"}` };
  return { tone: "good", word: "Valid" };
}
