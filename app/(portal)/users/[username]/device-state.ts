import type { Tone } from "@/app/_ui/state";
import type { DeviceDetails } from "@/lib/users/read";

type Facts = Pick<DeviceDetails, "removedAt" | "lost" | "vpnSessions" | "certificates" | "invitation">;
const DAY = 86_400_000;

/** What a person wants to know of a device first. */
export function deviceState({ removedAt, lost, vpnSessions, certificates, invitation }: Facts, now: Date): { tone: Tone; word: string } {
  if (removedAt) return lost ? { tone: "bad", word: "Lost" } : { tone: "muted", word: "Revoked" };
  const [session] = vpnSessions;
  if (session) return { tone: "good", word: `Connected to ${[...new Set(vpnSessions.map(({ node }) => node))].join(", ")}` };
  const live = certificates.find(({ state }) => state === "valid");
  if (live) {
    const days = Math.floor((live.notAfter.getTime() - now.getTime()) / DAY);
    return days < 30
      ? { tone: "attention", word: `Expires in ${days} ${days === 1 ? "day" : "days"}` }
      : { tone: "neutral", word: "Not connected" };
  }
  if (certificates.some(({ state }) => state === "suspended")) return { tone: "attention", word: "Suspended" };
  if (certificates.some(({ state }) => state === "expired")) return { tone: "bad", word: "Certificate expired" };
  switch (invitation?.state) {
    case "open":
      return { tone: "neutral", word: "Invited" };
    case "expired":
      return { tone: "attention", word: "Invitation expired" };
    default:
      return { tone: "attention", word: "No profile" };
  }
}
