import { pageContext } from "@/app/_shell/page-context";
import { queryText } from "@/app/_shell/query";
import { reading } from "@/app/_shell/reading";
import { ButtonLink, TextLink } from "@/app/_ui/link";
import { Empty } from "@/app/_ui/empty";
import { Forbidden } from "@/app/_ui/forbidden";
import { PageHead } from "@/app/_ui/page-head";
import { Pages } from "@/app/_ui/pages";
import { Nothing } from "@/app/_ui/properties";
import { SearchBox } from "@/app/_ui/search-box";
import { State } from "@/app/_ui/state";
import { Cell, HeadCell, Row, Table } from "@/app/_ui/table";
import { Day } from "@/app/_ui/time";
import { listUsers } from "@/lib/users/read";
import { userState } from "./user-state";

type Search = Promise<{ q?: string | string[]; page?: string | string[] }>;

export default async function UsersPage({ searchParams }: { searchParams: Search }) {
  const ctx = await pageContext();
  const { q, page: asked } = await searchParams;
  const search = queryText(q);
  const { value: list, forbidden } = await reading(
    listUsers(ctx, { search, page: Math.max(1, Number.parseInt(queryText(asked), 10) || 1) }),
  );
  if (!list) return <Forbidden title="Users" sentence={forbidden} />;
  const none = list.total === 0 && !search;
  return (
    <>
      <PageHead
        title="Users"
        count={list.total}
        actions={
          none ? null : (
            <ButtonLink look="accent" href="/users/new">
              Add user
            </ButtonLink>
          )
        }
      />
      {none ? (
        <Empty sentence="No users yet.">
          <ButtonLink look="accent" href="/users/new">
            Add user
          </ButtonLink>
        </Empty>
      ) : (
        <>
          <SearchBox label="Search users" placeholder="Name, username or e-mail" value={search} />
          {list.users.length === 0 ? (
            <Empty sentence={search ? `No users match “${search}”.` : "There is nobody on this page."}>
              <TextLink href="/users">{search ? "Clear search" : "Go to the first page"}</TextLink>
            </Empty>
          ) : (
            <Table
              label="Users"
              columns={[
                { name: "Name" },
                { name: "State" },
                { name: "Username" },
                { name: "Devices", number: true },
                { name: "Connected", number: true },
                { name: "Added" },
              ]}
            >
              {list.users.map((user) => (
                <Row key={user.username}>
                  <HeadCell>
                    <TextLink href={`/users/${user.username}`} className="mr-2 font-strong wrap-anywhere">
                      {user.name}
                    </TextLink>
                    {user.email ? <span className="inline-block text-small wrap-anywhere text-text-soft">{user.email}</span> : null}
                  </HeadCell>
                  <Cell column="State">
                    <State {...userState(user.state)} />
                  </Cell>
                  <Cell column="Username" mono>
                    {user.username}
                  </Cell>
                  <Cell column="Devices" number>
                    {user.devices}
                  </Cell>
                  <Cell column="Connected" number>
                    {user.connected > 0 ? user.connected : <Nothing />}
                  </Cell>
                  <Cell column="Added">
                    <Day at={user.createdAt} inRow />
                  </Cell>
                </Row>
              ))}
            </Table>
          )}
          <Pages
            page={list.page}
            pages={list.pages}
            href={(page) => `/users?${new URLSearchParams({ ...(search ? { q: search } : {}), page: String(page) })}`}
          />
        </>
      )}
    </>
  );
}
