import { listAccountInvitations, type AccountInvitationRow } from "@/lib/accounts/list-account-invitations";
import { listAccounts, type AccountRow } from "@/lib/accounts/list-accounts";
import { listRefusedSignIns, type RefusedSignIn } from "@/lib/accounts/list-refused-sign-ins";
import { listTokens, type TokenRow } from "@/lib/accounts/list-tokens";
import { listReserved, type ReservedFacts } from "@/lib/addresses/list-reserved";
import type { Context } from "@/lib/core/context";
import { listOutdatedProfiles, type OutdatedProfile } from "@/lib/nodes/list-outdated-profiles";
import type { QueueName } from "@/lib/mail/queue";
import { listDeadLetters, type DeadLetter } from "@/lib/mail/read-dead-letters";
import { readCrlView, type CrlViewEntry } from "@/lib/pki/read-crl-view";
import type { Export } from "./export";
import { pages } from "./export-lists";

/** Accounts, and those who are invited to have one. */
export const exportAccounts = (ctx: Context): Export<AccountRow> => ({
  columns: ["name", "email", "role", "username", "createdAt", "signedIn"],
  rows: pages((cursor) => listAccounts(ctx, { cursor })),
});

export const exportAccountInvitations = (ctx: Context): Export<AccountInvitationRow> => ({
  columns: ["email", "role", "username", "state", "createdAt", "createdBy", "expiresAt"],
  rows: pages((cursor) => listAccountInvitations(ctx, { cursor })),
});

export const exportTokens = (ctx: Context): Export<TokenRow> => ({
  columns: ["name", "role", "state", "createdAt", "createdBy", "expiresAt", "lastUsedAt", "lastSource", "revokedAt"],
  rows: pages((cursor) => listTokens(ctx, { cursor })),
});

export const exportRefusedSignIns = (ctx: Context): Export<RefusedSignIn> => ({
  columns: ["at", "email", "source"],
  rows: pages((cursor) => listRefusedSignIns(ctx, { cursor })),
});

export const exportReserved = (ctx: Context): Export<ReservedFacts> => ({
  columns: ["pool", "first", "last", "addresses", "note", "createdAt", "createdBy"],
  rows: pages((cursor) => listReserved(ctx, { cursor })),
});

export const exportOutdatedProfiles = (ctx: Context): Export<OutdatedProfile> => ({
  columns: ["commonName", "username", "userName", "device", "issuedAt"],
  rows: pages((cursor) => listOutdatedProfiles(ctx, { cursor })),
});

/** What the CRL in force lists, and what it has left out since it expired. */
export const exportCrlEntries = (ctx: Context): Export<CrlViewEntry> => ({
  columns: ["serial", "commonName", "revokedAt", "reason", "revokedBy", "listed"],
  rows: pages(async (cursor) => (await readCrlView(ctx, { cursor })).entries),
});

const undelivered =
  (name: QueueName) =>
  (ctx: Context): Export<DeadLetter> => ({
    columns: ["at", "kind", "to", "sentence"],
    rows: pages((cursor) => listDeadLetters(ctx, name, { cursor })),
  });
/** What was given up, and why. */
export const exportUndeliveredMails = undelivered("mail");
export const exportUndeliveredCalls = undelivered("webhook");
