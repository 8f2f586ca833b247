import { notFound } from "next/navigation";
import { z } from "zod";
import { pageContext } from "@/app/_shell/page-context";
import { reading } from "@/app/_shell/reading";
import { ActionButton } from "@/app/_ui/action-button";
import { Barred } from "@/app/_ui/barred";
import { ConfirmDialog } from "@/app/_ui/confirm-dialog";
import { Forbidden } from "@/app/_ui/forbidden";
import { TextLink } from "@/app/_ui/link";
import { PageHead, Section } from "@/app/_ui/page-head";
import { Properties, Property } from "@/app/_ui/properties";
import { Moment } from "@/app/_ui/time";
import { isLastAdmin } from "@/lib/accounts/change-account";
import { LAST_ADMIN } from "@/lib/accounts/last-admin";
import { listSignInSessions, readAccount, type AccountDetails } from "@/lib/accounts/read-account";
import { listTokensOf, type NamedToken } from "@/lib/accounts/list-tokens-of";
import { OWN_ACCOUNT } from "@/lib/accounts/remove-account";
import { may } from "@/lib/core/permissions";
import { roleWords } from "../role-words";
import { SignInSessions } from "../sign-in-sessions";
import { ChangeAccount } from "./change-account";

export default async function AccountPage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await pageContext();
  const { id } = await params;
  if (!z.uuid().safeParse(id).success) notFound();
  if (!may(ctx.actor, "accounts.read")) {
    const { forbidden } = await reading(readAccount(ctx, "00000000-0000-0000-0000-000000000000"));
    return <Forbidden title="Account" sentence={forbidden ?? ""} />;
  }
  const account = await readAccount(ctx, id);
  if (!account) notFound();
  const sessions = await listSignInSessions(ctx, id);
  const tokens = await listTokensOf(ctx, id);
  const writes = may(ctx.actor, "accounts.write");
  const path = `/api/v1/accounts/${id}/sign-in-sessions`;
  const barred = !writes
    ? "Only an admin can remove an account."
    : (await isLastAdmin(ctx, id))
      ? LAST_ADMIN
      : ctx.actor.id === id
        ? OWN_ACCOUNT
        : null;
  return (
    <>
      <PageHead
        title={account.name}
        above={[{ name: "Accounts", href: "/accounts" }]}
        actions={barred ? <Barred verb="Remove account" reason={barred} /> : <Remove account={account} tokens={tokens} />}
      />
      <Section id="account" title="This account">
        <Properties>
          <Property name="E-mail">{account.email}</Property>
          <Property name="Role">
            {account.role}: {roleWords[account.role]}
          </Property>
          <Property name="User">
            {account.username ? <TextLink href={`/users/${account.username}`}>{account.username}</TextLink> : null}
          </Property>
          <Property name="Added">
            <Moment at={account.createdAt} />
          </Property>
          <Property name="API tokens">
            {tokens.length === 0 ? null : (
              <ul className="flex flex-wrap gap-x-4 gap-y-1">
                {tokens.map(({ id: token, name }) => (
                  <li key={token}>
                    <TextLink href={`/accounts/tokens/${token}`} className="wrap-anywhere">
                      {name}
                    </TextLink>
                  </li>
                ))}
              </ul>
            )}
          </Property>
          <Property name="What they did">
            {/* By its actor: the audit log has no other way to a person. */}
            <TextLink href={`/audit?${new URLSearchParams({ actor: account.email })}`}>Show in the audit log</TextLink>
          </Property>
          <Property name="Refused sign-ins">
            <TextLink href={`/audit/refused-sign-ins?account=${id}`}>Show those of 90 days</TextLink>
          </Property>
        </Properties>
      </Section>
      {writes ? (
        <Section id="change" title="Change account">
          <ChangeAccount {...account} />
        </Section>
      ) : null}
      <Section
        id="sign-in-sessions"
        title="Sign-in sessions"
        beside={
          writes && sessions.length > 0 && ctx.actor.id !== id ? (
            <ActionButton
              verb="End all sign-in sessions"
              method="DELETE"
              path={path}
              toast={`All sign-in sessions of ${account.email} were ended.`}
            />
          ) : null
        }
      >
        <SignInSessions sessions={sessions} path={writes && ctx.actor.id !== id ? path : null} current={null} />
        {ctx.actor.id === id ? (
          <p className="mt-3 text-text-soft">
            These are yours: end them on <TextLink href="/account">your own page</TextLink>.
          </p>
        ) : null}
      </Section>
    </>
  );
}

function Remove({ account: { id, name, email }, tokens }: { account: AccountDetails; tokens: readonly NamedToken[] }) {
  return (
    <ConfirmDialog
      verb="Remove account"
      title={`Remove ${name}`}
      method="DELETE"
      path={`/api/v1/accounts/${id}`}
      type={{ label: "E-mail address", text: email }}
      then="/accounts"
    >
      <p>
        {name} is signed out everywhere at once and cannot sign in any more. This cannot be undone; a new invitation makes a new account.
      </p>
      {tokens.length > 0 ? <p>API tokens that act for them stop working: {tokens.map((token) => token.name).join(", ")}.</p> : null}
      <p>What they did stays in the audit log.</p>
    </ConfirmDialog>
  );
}
