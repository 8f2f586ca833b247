import { notFound } from "next/navigation";
import { z } from "zod";
import { pageContext } from "@/app/_shell/page-context";
import { reading } from "@/app/_shell/reading";
import { Barred } from "@/app/_ui/barred";
import { ConfirmDialog } from "@/app/_ui/confirm-dialog";
import { Forbidden } from "@/app/_ui/forbidden";
import { TextLink } from "@/app/_ui/link";
import { PageHead } from "@/app/_ui/page-head";
import { Properties, Property } from "@/app/_ui/properties";
import { Ago, Day, Moment } from "@/app/_ui/time";
import { readToken } from "@/lib/accounts/read-token";
import { may } from "@/lib/core/permissions";
import { roleWords } from "../../role-words";
import { ActsFor } from "../acts-for";
import { TokenState } from "../token-state";

export default async function TokenPage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await pageContext();
  const { id } = await params;
  if (!z.uuid().safeParse(id).success) notFound();
  const { value: token, forbidden } = await reading(readToken(ctx, id));
  if (forbidden) return <Forbidden title="API token" sentence={forbidden} />;
  if (!token) notFound();
  const barred = token.revokedAt
    ? "This token was revoked already."
    : may(ctx.actor, "accounts.write")
      ? null
      : "Only an admin can revoke an API token.";
  return (
    <>
      <PageHead
        title={token.name}
        above={[
          { name: "Accounts", href: "/accounts" },
          { name: "API tokens", href: "/accounts/tokens" },
        ]}
        beside={<TokenState token={token} now={ctx.now()} />}
        actions={
          barred ? (
            <Barred verb="Revoke token" reason={barred} />
          ) : (
            <ConfirmDialog
              verb="Revoke token"
              title={`Revoke ${token.name}`}
              method="DELETE"
              path={`/api/v1/tokens/${id}`}
              then="/accounts/tokens"
            >
              <p>
                Programs that use the token {token.name} are refused with their next request. This cannot be undone; a new token has another
                name.
              </p>
            </ConfirmDialog>
          )
        }
      />
      <Properties>
        <Property name="Role">
          {token.role}: {roleWords[token.role]}
        </Property>
        <Property name="Expires">{token.expiresAt ? <Day at={token.expiresAt} /> : "never"}</Property>
        <Property name="Last used">
          {token.lastUsedAt ? (
            <>
              <Ago at={token.lastUsedAt} />
              {token.lastSource ? (
                <>
                  {" from "}
                  <span className="font-mono text-small">{token.lastSource}</span>
                </>
              ) : null}
            </>
          ) : (
            "not yet"
          )}
        </Property>
        <Property name="Created">
          <Moment at={token.createdAt} /> by {token.createdBy}
        </Property>
        <Property name="Acts for">
          <ActsFor token={token} />
        </Property>
        <Property name="Revoked">{token.revokedAt ? <Moment at={token.revokedAt} /> : null}</Property>
        <Property name="What it did">
          <TextLink href={`/audit?${new URLSearchParams({ actor: `token ${token.name}` })}`}>Show in the audit log</TextLink>
        </Property>
      </Properties>
    </>
  );
}
