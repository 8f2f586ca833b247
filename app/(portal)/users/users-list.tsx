import type { PageContext } from "@/app/_shell/page-context";
import { reading } from "@/app/_shell/reading";
import { Barred } from "@/app/_ui/barred";
import { Empty } from "@/app/_ui/empty";
import { ExportLinks } from "@/app/_ui/export-links";
import { FilterBar } from "@/app/_ui/filter-bar";
import { Forbidden } from "@/app/_ui/forbidden";
import { ButtonLink, TextLink } from "@/app/_ui/link";
import { changedList, listUrl } from "@/app/_ui/list-url";
import { PageHead } from "@/app/_ui/page-head";
import { Pager } from "@/app/_ui/pager";
import { SearchBox } from "@/app/_ui/search-box";
import { SearchRow } from "@/app/_ui/search-row";
import { may } from "@/lib/core/permissions";
import { mailIsSet } from "@/lib/mail/queue-mail";
import { listUsers } from "@/lib/users/list-users";
import { filterOf } from "@/lib/users/user-filter";
import { isFiltered, listParams, type Search } from "./list-params";
import { shownCount, USER_FILTERS } from "./user-filters";
import { UsersSelection } from "./users-selection";
import { UsersTable } from "./users-table";

/** The list of users: the page, and what is seen behind a panel. */
export async function UsersList({ ctx, search, behind }: { ctx: PageContext; search: Search; behind?: boolean }) {
  const { params, query } = await listParams(search);
  const { value: list, forbidden } = await reading(listUsers(ctx, query));
  if (!list) return <Forbidden title="Users" sentence={forbidden} />;
  const writes = may(ctx.actor, "users.write");
  const filter = filterOf(query);
  const narrowed = Boolean(query.search) || isFiltered(filter);
  const shown = shownCount(list);
  // Nothing is done to people whom a search has not shown.
  const all = (list.count > list.rows.length || list.more) && !(list.more && query.search);
  const add = writes ? (
    <ButtonLink look="accent" href={listUrl("/users/new", params)}>
      Add user
    </ButtonLink>
  ) : (
    <Barred verb="Add user" reason={`Your role (${ctx.actor.role}) does not allow this. An admin can change your role.`} />
  );
  if (list.total === 0)
    return (
      <>
        <PageHead title="Users" count={0} behind={behind} />
        <Empty sentence="No users yet.">
          <div className="flex flex-wrap justify-center gap-2">
            {writes ? <ButtonLink href="/users/import">Import users</ButtonLink> : null}
            {add}
          </div>
        </Empty>
      </>
    );
  const table =
    list.rows.length === 0 ? (
      <NothingHere
        search={query.search}
        filtered={isFiltered(filter)}
        more={list.more}
        cleared={changedList("/users", params, { q: undefined })}
      />
    ) : (
      <UsersTable rows={list.rows} params={params} query={query} writes={writes} />
    );
  return (
    <>
      <PageHead
        title="Users"
        count={list.total}
        behind={behind}
        actions={
          <>
            {writes ? <ButtonLink href="/users/import">Import users</ButtonLink> : null}
            {add}
          </>
        }
      />
      <SearchRow search={<SearchBox label="Search users" placeholder="Name, e-mail, address, serial" value={query.search} keep={params} />}>
        <FilterBar path="/users" params={params} filters={USER_FILTERS} />
      </SearchRow>
      {narrowed && list.rows.length > 0 ? (
        <p className="mb-2 text-small text-text-soft">
          {list.count === 1 && !list.more ? "1 user matches" : `${shown} users match`}
          {list.more && query.search ? ". Type more to see the others." : "."}
        </p>
      ) : null}
      {/* Also around nothing: the result of what emptied the list stands above it. */}
      {writes ? (
        <UsersSelection filter={filter} mail={await mailIsSet()} matching={all ? { shown, count: list.count } : undefined}>
          {table}
        </UsersSelection>
      ) : (
        table
      )}
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <Pager path="/users" params={params} previous={list.previous} next={list.next} />
        {list.rows.length === 0 || (list.more && query.search) ? null : (
          <div className="mt-4 flex flex-wrap items-center gap-x-6 gap-y-2">
            <ExportLinks what="users" query={filter} />
            <ExportLinks what="devices" query={filter} />
          </div>
        )}
      </div>
    </>
  );
}

type NothingProps = { search: string; filtered: boolean; more: boolean; cleared: string };

function NothingHere({ search, filtered, more, cleared }: NothingProps) {
  if (!search && !filtered)
    return (
      <Empty sentence="There is nobody on this page.">
        <TextLink href="/users">Go to the first page</TextLink>
      </Empty>
    );
  const what = search ? `No users match “${search}”${filtered ? " and the filters" : ""}.` : "No users match the filters.";
  const far = `So many match “${search}” that not all of them were asked about the filters. Type more, so that fewer match.`;
  return (
    <Empty sentence={more ? far : what}>
      {search ? <TextLink href={cleared}>Clear search</TextLink> : <TextLink href="/users">Clear filters</TextLink>}
    </Empty>
  );
}
