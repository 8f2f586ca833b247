import { pageContext } from "@/app/_shell/page-context";
import { queryText } from "@/app/_shell/query";
import { reading } from "@/app/_shell/reading";
import { Barred } from "@/app/_ui/barred";
import { Empty } from "@/app/_ui/empty";
import { ExportLinks } from "@/app/_ui/export-links";
import { Forbidden } from "@/app/_ui/forbidden";
import { TextLink } from "@/app/_ui/link";
import { PageHead } from "@/app/_ui/page-head";
import { Pager } from "@/app/_ui/pager";
import { Nothing } from "@/app/_ui/properties";
import { Cell, HeadCell, Row, Table } from "@/app/_ui/table";
import { Ago, Day } from "@/app/_ui/time";
import { listTokens } from "@/lib/accounts/list-tokens";
import { may } from "@/lib/core/permissions";
import { AccountTabs } from "../account-tabs";
import { CreateToken } from "./create-token";
import { Maker } from "./maker";
import { TokenState } from "./token-state";

export default async function TokensPage({ searchParams }: { searchParams: Promise<{ cursor?: string | string[] }> }) {
  const ctx = await pageContext();
  const cursor = queryText((await searchParams).cursor) || undefined;
  const { value: list, forbidden } = await reading(listTokens(ctx, { cursor }));
  if (!list) return <Forbidden title="API tokens" sentence={forbidden} />;
  const create = may(ctx.actor, "accounts.write") ? (
    <CreateToken />
  ) : (
    <Barred verb="Create token" reason="Only an admin can create an API token." />
  );
  return (
    <>
      <PageHead
        title="API tokens"
        above={[{ name: "Accounts", href: "/accounts" }]}
        tabbed
        actions={list.rows.length > 0 ? create : null}
      />
      <AccountTabs current="API tokens" />
      <div className="mb-4 flex flex-wrap gap-x-4 gap-y-1">
        <p className="max-w-[720px] text-text-soft">
          Programs use the API with a token, as far as its role goes and never further than whoever made it may go now. When that account is
          removed, the token stops working.
        </p>
        <TextLink href="/api-reference">Go to the API reference</TextLink>
      </div>
      {list.rows.length === 0 ? (
        <Empty sentence="No API tokens yet.">{create}</Empty>
      ) : (
        <Table
          label="API tokens"
          columns={[
            { name: "Name" },
            { name: "State" },
            { name: "Role" },
            { name: "Expires" },
            { name: "Last used" },
            { name: "From" },
            { name: "Made by" },
            { name: "Created" },
          ]}
        >
          {list.rows.map((token) => (
            <Row key={token.id}>
              <HeadCell>
                <TextLink href={`/accounts/tokens/${token.id}`} className="font-strong wrap-anywhere">
                  {token.name}
                </TextLink>
              </HeadCell>
              <Cell column="State">
                <TokenState token={token} now={ctx.now()} />
              </Cell>
              <Cell column="Role">{token.role}</Cell>
              <Cell column="Expires">{token.expiresAt ? <Day at={token.expiresAt} inRow /> : "never"}</Cell>
              <Cell column="Last used">{token.lastUsedAt ? <Ago at={token.lastUsedAt} inRow /> : "not yet"}</Cell>
              <Cell column="From" mono>
                {token.lastSource ? (
                  <span className={token.lastSource.length < 16 ? "whitespace-nowrap" : ""}>{token.lastSource}</span>
                ) : (
                  <Nothing />
                )}
              </Cell>
              <Cell column="Made by">
                <Maker token={token} />
              </Cell>
              <Cell column="Created">
                <Day at={token.createdAt} inRow />
              </Cell>
            </Row>
          ))}
        </Table>
      )}
      <Pager path="/accounts/tokens" params={{ cursor }} previous={list.previous} next={list.next} />
      {list.rows.length > 0 ? (
        <div className="mt-4">
          <ExportLinks what="tokens" />
        </div>
      ) : null}
    </>
  );
}
