import { pageContext } from "@/app/_shell/page-context";
import { queryText } from "@/app/_shell/query";
import { reading } from "@/app/_shell/reading";
import { Barred } from "@/app/_ui/barred";
import { Empty } from "@/app/_ui/empty";
import { ExportLinks } from "@/app/_ui/export-links";
import { FilterBar } from "@/app/_ui/filter-bar";
import { Forbidden } from "@/app/_ui/forbidden";
import { TextLink } from "@/app/_ui/link";
import { PageHead } from "@/app/_ui/page-head";
import { Pager } from "@/app/_ui/pager";
import { Nothing } from "@/app/_ui/properties";
import { SearchBox } from "@/app/_ui/search-box";
import { SearchRow } from "@/app/_ui/search-row";
import { State } from "@/app/_ui/state";
import { Cell, HeadCell, Row, Table } from "@/app/_ui/table";
import { Day } from "@/app/_ui/time";
import { listAccounts } from "@/lib/accounts/list-accounts";
import { role as roleOf, ROLES } from "@/lib/accounts/role";
import { may } from "@/lib/core/permissions";
import { AccountTabs } from "./account-tabs";
import { InviteAccount } from "./invite-account";

type Asked = Promise<Record<string, string | string[] | undefined>>;

export default async function AccountsPage({ searchParams }: { searchParams: Asked }) {
  const ctx = await pageContext();
  const asked = await searchParams;
  const role = roleOf.safeParse(queryText(asked.role)).data;
  const params = { q: queryText(asked.q) || undefined, role, cursor: queryText(asked.cursor) || undefined };
  const { value: list, forbidden } = await reading(listAccounts(ctx, { search: params.q, role, cursor: params.cursor }));
  if (!list) return <Forbidden title="Accounts" sentence={forbidden} />;
  const narrowed = params.q ?? role;
  return (
    <>
      <PageHead
        title="Accounts"
        actions={
          may(ctx.actor, "accounts.write") ? (
            <InviteAccount />
          ) : (
            <Barred verb="Invite account" reason="Only an admin can invite somebody." />
          )
        }
      />
      <AccountTabs current="Accounts" />
      <SearchRow search={<SearchBox label="Search accounts" placeholder="Name or e-mail" value={params.q ?? ""} keep={{ role }} />}>
        <FilterBar
          path="/accounts"
          params={params}
          filters={[{ name: "role", label: "Role", options: ROLES.map((value) => ({ value, label: value })) }]}
        />
      </SearchRow>
      {list.rows.length === 0 ? (
        <Empty
          sentence={
            params.q ? `No accounts match “${params.q}”.` : role ? `No accounts have the role ${role}.` : "There is nobody on this page."
          }
        >
          <TextLink href="/accounts">{params.q ? "Clear search" : narrowed ? "Clear filters" : "Go to the first page"}</TextLink>
        </Empty>
      ) : (
        <Table label="Accounts" columns={[{ name: "Name" }, { name: "Role" }, { name: "User" }, { name: "Sign-in" }, { name: "Added" }]}>
          {list.rows.map((account) => (
            <Row key={account.id}>
              <HeadCell>
                <TextLink href={`/accounts/${account.id}`} className="mr-2 font-strong wrap-anywhere">
                  {account.name}
                </TextLink>
                <span className="inline-block text-small wrap-anywhere text-text-soft">{account.email}</span>
              </HeadCell>
              <Cell column="Role">{account.role}</Cell>
              <Cell column="User" mono>
                {account.username ? <TextLink href={`/users/${account.username}`}>{account.username}</TextLink> : <Nothing />}
              </Cell>
              <Cell column="Sign-in">
                {account.signedIn ? <State tone="good" word="Signed in" /> : <State tone="muted" word="Signed out" />}
              </Cell>
              <Cell column="Added">
                <Day at={account.createdAt} inRow />
              </Cell>
            </Row>
          ))}
        </Table>
      )}
      {list.more ? <p className="mt-3 text-text-soft">The first 150 are shown. Type more to find fewer.</p> : null}
      <Pager path="/accounts" params={params} previous={list.previous} next={list.next} />
      {list.rows.length > 0 ? (
        <div className="mt-4">
          <ExportLinks what="accounts" />
        </div>
      ) : null}
    </>
  );
}
