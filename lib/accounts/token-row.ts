import type { ApiToken, Role } from "@/generated/prisma/client";
import { exceeds } from "@/lib/core/permissions";
import type { TokenRow, TokenState } from "./list-tokens";

/** What is read of a token with its maker; never its hash. */
export const TOKEN_OMIT = { tokenHash: true, makerId: true } as const;
export const TOKEN_INCLUDE = { maker: { select: { id: true, role: true, authUser: { select: { email: true } } } } } as const;

type Read = Omit<ApiToken, "tokenHash" | "makerId"> & { maker: { id: string; role: Role; authUser: { email: string } } | null };

export function tokenRow({ maker, ...row }: Read, now: Date): TokenRow {
  return {
    ...row,
    state: tokenState({ ...row, maker }, now),
    maker: maker && { id: maker.id, email: maker.authUser.email, role: maker.role },
    limited: maker !== null && exceeds(row.role, maker.role),
  };
}

export function tokenState(row: { revokedAt: Date | null; expiresAt: Date | null; maker: unknown }, now: Date): TokenState {
  if (row.revokedAt) return "revoked";
  if (row.expiresAt && row.expiresAt <= now) return "expired";
  return row.maker === null ? "orphaned" : "good";
}
