import { pageContext } from "@/app/_shell/page-context";
import type { Search } from "./list-params";
import { UsersList } from "./users-list";

export default async function UsersPage({ searchParams }: { searchParams: Search }) {
  return <UsersList ctx={await pageContext()} search={searchParams} />;
}
