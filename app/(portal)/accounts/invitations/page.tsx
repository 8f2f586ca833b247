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
import { MenuAction, RowMenu } from "@/app/_ui/row-menu";
import { State, type Tone } from "@/app/_ui/state";
import { Cell, ControlCell, HeadCell, Row, Table } from "@/app/_ui/table";
import { Ago, Day } from "@/app/_ui/time";
import { listAccountInvitations, type AccountInvitationState } from "@/lib/accounts/list-account-invitations";
import { may } from "@/lib/core/permissions";
import { AccountTabs } from "../account-tabs";
import { InviteAccount } from "../invite-account";

const states: Record<AccountInvitationState, { tone: Tone; word: string }> = {
  open: { tone: "neutral", word: "Open" },
  used: { tone: "good", word: "Used" },
  withdrawn: { tone: "muted", word: "Withdrawn" },
  expired: { tone: "attention", word: "Expired" },
};

export default async function AccountInvitationsPage({ searchParams }: { searchParams: Promise<{ cursor?: string | string[] }> }) {
  const ctx = await pageContext();
  const cursor = queryText((await searchParams).cursor) || undefined;
  const { value: list, forbidden } = await reading(listAccountInvitations(ctx, { cursor }));
  if (!list) return <Forbidden title="Account invitations" sentence={forbidden} />;
  const writes = may(ctx.actor, "accounts.write");
  const invite = writes ? <InviteAccount /> : <Barred verb="Invite account" reason="Only an admin can invite somebody." />;
  return (
    <>
      <PageHead
        title="Account invitations"
        above={[{ name: "Accounts", href: "/accounts" }]}
        tabbed
        actions={list.rows.length > 0 ? invite : null}
      />
      <AccountTabs current="Invitations" />
      {list.rows.length === 0 ? (
        <Empty sentence="Nobody was invited to an account yet.">{invite}</Empty>
      ) : (
        <Table
          label="Account invitations"
          columns={[
            { name: "E-mail" },
            { name: "State" },
            { name: "Role" },
            { name: "User" },
            { name: "Good until" },
            { name: "Invited by" },
            { name: "Invited" },
            { name: "Actions", hidden: true },
          ]}
        >
          {list.rows.map((row) => (
            <Row key={row.id}>
              <HeadCell>
                <span className="wrap-anywhere">{row.email}</span>
              </HeadCell>
              <Cell column="State">
                <State {...states[row.state]} />
              </Cell>
              <Cell column="Role">{row.role}</Cell>
              <Cell column="User" mono>
                {row.username ? <TextLink href={`/users/${row.username}`}>{row.username}</TextLink> : <Nothing />}
              </Cell>
              <Cell column="Good until">{row.state === "open" ? <Ago at={row.expiresAt} inRow /> : <Nothing />}</Cell>
              <Cell column="Invited by">{row.createdBy}</Cell>
              <Cell column="Invited">
                <Day at={row.createdAt} inRow />
              </Cell>
              <ControlCell>
                {writes && row.state === "open" ? (
                  <RowMenu label={`Actions for the invitation of ${row.email}`}>
                    <MenuAction
                      verb="Withdraw invitation"
                      method="DELETE"
                      path={`/api/v1/account-invitations/${row.id}`}
                      toast={`The invitation of ${row.email} was withdrawn.`}
                    />
                  </RowMenu>
                ) : null}
              </ControlCell>
            </Row>
          ))}
        </Table>
      )}
      <Pager path="/accounts/invitations" params={{ cursor }} previous={list.previous} next={list.next} />
      {list.rows.length > 0 ? (
        <div className="mt-4">
          <ExportLinks what="account-invitations" />
        </div>
      ) : null}
    </>
  );
}
