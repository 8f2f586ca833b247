import type { TokenRow } from "@/lib/accounts/list-tokens";

/** Who made a token; where another token did, the account behind that too. */
export function Maker({ token: { createdBy, maker } }: { token: Pick<TokenRow, "createdBy" | "maker"> }) {
  if (!maker || maker.email === createdBy) return createdBy;
  return (
    <>
      {createdBy}
      <span className="block text-text-soft">for {maker.email}</span>
    </>
  );
}
