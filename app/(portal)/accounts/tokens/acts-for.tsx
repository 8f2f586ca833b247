import { TextLink } from "@/app/_ui/link";
import type { TokenRow } from "@/lib/accounts/list-tokens";
import { roleWords } from "../role-words";

/** The account behind a token, and what that takes away from it. */
export function ActsFor({ token: { maker, limited } }: { token: Pick<TokenRow, "maker" | "limited"> }) {
  if (!maker) return <>Whoever made it has no account any more: the token is refused.</>;
  return (
    <>
      <TextLink href={`/accounts/${maker.id}`} className="underline">
        {maker.email}
      </TextLink>
      {limited
        ? `, whose role is ${maker.role} now (${roleWords[maker.role]}): the token does no more than that, until the role changes.`
        : `, whose role is ${maker.role}. It never does more than they may.`}
    </>
  );
}
