import { z } from "zod";
import { ROLES } from "@/lib/accounts/role";

// What the API answers about accounts.
const at = z.iso.datetime();
const page = { next: z.string().nullable(), previous: z.string().nullable() };

export const cursorQuery = z.strictObject({ cursor: z.string().max(600).optional() });

export const AccountAnswer = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  role: z.enum(ROLES),
  username: z.string().nullable(),
  createdAt: at,
  version: z.number().int(),
});
export const AccountsAnswer = z.object({
  rows: z.array(AccountAnswer.extend({ signedIn: z.boolean() })),
  ...page,
  /** A search found more than the 150 that are here. */
  more: z.boolean(),
});
export const SignInSessionsAnswer = z.array(
  z.object({
    id: z.string(),
    createdAt: at,
    seenAt: at,
    expiresAt: at,
    source: z.string().nullable(),
    browser: z.string().nullable(),
  }),
);
export const OwnSignInSessionsAnswer = z.array(SignInSessionsAnswer.element.extend({ current: z.boolean() }));
export const EndedAnswer = z.object({ ended: z.number().int() });
export const AccountInvitationsAnswer = z.object({
  rows: z.array(
    z.object({
      id: z.uuid(),
      email: z.string(),
      role: z.enum(ROLES),
      username: z.string().nullable(),
      createdAt: at,
      createdBy: z.string(),
      expiresAt: at,
      state: z.enum(["open", "used", "withdrawn", "expired"]),
    }),
  ),
  ...page,
});
export const TokenAnswer = z.object({
  id: z.uuid(),
  name: z.string(),
  role: z.enum(ROLES),
  /** orphaned: whoever made it has no account any more, and it is refused. */
  state: z.enum(["good", "revoked", "expired", "orphaned"]),
  createdAt: at,
  createdBy: z.string(),
  /** The account that it acts for, with its role of now; null when it is gone. */
  maker: z.object({ id: z.uuid(), email: z.string(), role: z.enum(ROLES) }).nullable(),
  /** The maker may not do all that the token's role may: it does what both may. */
  limited: z.boolean(),
  expiresAt: at.nullable(),
  lastUsedAt: at.nullable(),
  lastSource: z.string().nullable(),
  revokedAt: at.nullable(),
});
export const TokensAnswer = z.object({ rows: z.array(TokenAnswer), ...page });
