import { pageContext } from "@/app/_shell/page-context";
import { Forbidden } from "@/app/_ui/forbidden";
import { listUrl } from "@/app/_ui/list-url";
import { Panel } from "@/app/_ui/panel";
import { mailIsSet } from "@/lib/mail/queue-mail";
import { may } from "@/lib/core/permissions";
import { listParams, type Search } from "../list-params";
import { UsersList } from "../users-list";
import { AddUserForm } from "./add-user-form";

/** A panel over the list as it was left. */
export default async function AddUserPage({ searchParams }: { searchParams: Search }) {
  const ctx = await pageContext();
  if (!may(ctx.actor, "users.write"))
    return <Forbidden title="Add user" sentence={`Your role (${ctx.actor.role}) does not allow this. An admin can change your role.`} />;
  const back = listUrl("/users", (await listParams(searchParams)).params);
  return (
    <>
      <title>Add user / Users / Homeport</title>
      <UsersList ctx={ctx} search={searchParams} behind />
      <Panel title="Add user" back={back}>
        <AddUserForm back={back} mail={await mailIsSet()} />
      </Panel>
    </>
  );
}
