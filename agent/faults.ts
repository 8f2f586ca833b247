import type { FaultBody } from "../lib/nodes/bundle";

export type FaultCode =
  | "openvpn-stopped"
  | "openvpn-too-old"
  | "crl-refused"
  | "crl-ageing"
  | "bundle-refused"
  | "apply-failed"
  | "clock-off"
  | "disk-full"
  | "forwarding-off"
  | "management-taken"
  | "config-edited"
  | "routes-failed"
  | "routing-refused"
  | "routing-stopped"
  | "reverse-path-strict"
  | "certificate-ageing"
  | "node-removed"
  // A balancer's own.
  | "no-node-answers"
  | "map-failed"
  | "map-edited"
  | "flows-stay";

/** What is wrong with this node now, one sentence per code. */
export type Faults = { set(code: FaultCode, sentence: string | null): void; list(): FaultBody[] };

export function faults(changed: (code: FaultCode, sentence: string | null) => void): Faults {
  const now = new Map<FaultCode, string>();
  return {
    set(code, sentence) {
      if (sentence === (now.get(code) ?? null)) return;
      if (sentence === null) now.delete(code);
      else now.set(code, sentence);
      changed(code, sentence);
    },
    list: () => [...now].map(([code, sentence]) => ({ code, sentence: tellable(sentence) })),
  };
}

/** What other programs said may be in it: one character that the portal cannot keep would cost the whole report (lib/nodes/bundle.ts). */
function tellable(sentence: string): string {
  return (
    sentence
      .slice(0, 600)
      .replace(/[\0\p{Cs}]/gu, "\ufffd")
      .trim() || "It gave no reason."
  );
}
