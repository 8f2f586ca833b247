import { notFound } from "next/navigation";
import { pageContext } from "@/app/_shell/page-context";
import { reading } from "@/app/_shell/reading";
import { Forbidden } from "@/app/_ui/forbidden";
import { PageHead } from "@/app/_ui/page-head";
import { Panel } from "@/app/_ui/panel";
import { may } from "@/lib/core/permissions";
import { isUsername } from "@/lib/users/common-name";
import { readEditable } from "@/lib/users/read-editable";
import { EditUserForm } from "./edit-user-form";

export default async function EditUserPage({ params }: { params: Promise<{ username: string }> }) {
  const ctx = await pageContext();
  const username = decodeURIComponent((await params).username);
  if (!isUsername(username)) notFound();
  const { value: user, forbidden } = await reading(readEditable(ctx, username));
  if (forbidden !== null) return <Forbidden title={username} sentence={forbidden} />;
  if (!user) notFound();
  if (!may(ctx.actor, "users.write"))
    return <Forbidden title={user.name} sentence={`Your role (${ctx.actor.role}) does not allow this. An admin can change your role.`} />;
  const back = `/users/${username}`;
  return (
    <>
      <title>{`Edit user / ${user.name} / Homeport`}</title>
      <PageHead title={user.name} above={[{ name: "Users", href: "/users" }]} behind />
      <Panel title="Edit user" back={back}>
        <EditUserForm user={user} back={back} />
      </Panel>
    </>
  );
}
