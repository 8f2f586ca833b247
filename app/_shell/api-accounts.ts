import * as accountInvitationsId from "@/app/api/v1/account-invitations/[id]/route";
import * as accountInvitationsAccept from "@/app/api/v1/account-invitations/accept/route";
import * as accountInvitationsLook from "@/app/api/v1/account-invitations/look/route";
import * as accountInvitations from "@/app/api/v1/account-invitations/route";
import * as accountsId from "@/app/api/v1/accounts/[id]/route";
import * as accountsIdSignInSessionsSession from "@/app/api/v1/accounts/[id]/sign-in-sessions/[session]/route";
import * as accountsIdSignInSessions from "@/app/api/v1/accounts/[id]/sign-in-sessions/route";
import * as accounts from "@/app/api/v1/accounts/route";
import * as ownDevices from "@/app/api/v1/own/devices/route";
import * as ownPassword from "@/app/api/v1/own/password/route";
import * as own from "@/app/api/v1/own/route";
import * as ownSignInSessionsSession from "@/app/api/v1/own/sign-in-sessions/[session]/route";
import * as ownSignInSessions from "@/app/api/v1/own/sign-in-sessions/route";
import * as tokensId from "@/app/api/v1/tokens/[id]/route";
import * as tokens from "@/app/api/v1/tokens/route";
import type { ApiRoute } from "./openapi";

/** Accounts, programs, and what is one’s own. */
export const ACCOUNTS_ROUTES: readonly ApiRoute[] = [
  {
    path: "/api/v1/accounts/{id}",
    tag: "Accounts",
    module: accountsId,
    who: { GET: "accounts.read", PATCH: "accounts.write", DELETE: "accounts.write" },
  },
  {
    path: "/api/v1/accounts/{id}/sign-in-sessions/{session}",
    tag: "Accounts",
    module: accountsIdSignInSessionsSession,
    who: { DELETE: "accounts.write" },
  },
  {
    path: "/api/v1/accounts/{id}/sign-in-sessions",
    tag: "Accounts",
    module: accountsIdSignInSessions,
    who: { GET: "accounts.read", DELETE: "accounts.write" },
  },
  { path: "/api/v1/accounts", tag: "Accounts", module: accounts, who: { GET: "accounts.read" } },
  { path: "/api/v1/account-invitations/{id}", tag: "Accounts", module: accountInvitationsId, who: { DELETE: "accounts.write" } },
  { path: "/api/v1/account-invitations/accept", tag: "Accounts", module: accountInvitationsAccept, who: { POST: "account.accept" } },
  { path: "/api/v1/account-invitations/look", tag: "Accounts", module: accountInvitationsLook, who: { POST: "account.accept" } },
  {
    path: "/api/v1/account-invitations",
    tag: "Accounts",
    module: accountInvitations,
    who: { GET: "accounts.read", POST: "accounts.write" },
  },
  { path: "/api/v1/tokens/{id}", tag: "API tokens", module: tokensId, who: { GET: "accounts.read", DELETE: "accounts.write" } },
  { path: "/api/v1/tokens", tag: "API tokens", module: tokens, who: { GET: "accounts.read", POST: "accounts.write" } },
  { path: "/api/v1/own/devices", tag: "Your own", module: ownDevices, who: { GET: "own.read" } },
  { path: "/api/v1/own/password", tag: "Your own", module: ownPassword, who: { PUT: "own.write" } },
  { path: "/api/v1/own", tag: "Your own", module: own, who: { GET: "own.read" } },
  { path: "/api/v1/own/sign-in-sessions/{session}", tag: "Your own", module: ownSignInSessionsSession, who: { DELETE: "own.write" } },
  { path: "/api/v1/own/sign-in-sessions", tag: "Your own", module: ownSignInSessions, who: { GET: "own.read", DELETE: "own.write" } },
];
