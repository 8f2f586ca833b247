import { State } from "@/app/_ui/state";
import type { TokenRow } from "@/lib/accounts/list-tokens";

const DAY = 86_400_000;

export function TokenState({ token, now }: { token: Pick<TokenRow, "state" | "limited" | "expiresAt">; now: Date }) {
  if (token.state === "revoked") return <State tone="muted" word="Revoked" />;
  if (token.state === "expired") return <State tone="bad" word="Expired" />;
  if (token.state === "orphaned") return <State tone="bad" word="Maker is gone" />;
  if (token.limited) return <State tone="attention" word="Held back" />;
  const days = token.expiresAt ? Math.floor((token.expiresAt.getTime() - now.getTime()) / DAY) : null;
  if (days !== null && days < 14)
    return <State tone="attention" word={days === 0 ? "Expires today" : `Expires in ${days} ${days === 1 ? "day" : "days"}`} />;
  return <State tone="good" word="Good" />;
}
