import { notFound } from "next/navigation";
import { pageContext } from "@/app/_shell/page-context";
import { reading } from "@/app/_shell/reading";
import { Forbidden } from "@/app/_ui/forbidden";
import { Panel } from "@/app/_ui/panel";
import { may } from "@/lib/core/permissions";
import { isUsername } from "@/lib/users/common-name";
import { readUser } from "@/lib/users/read";
import { WholeUser } from "../whole-user";
import { EditUserForm } from "./edit-user-form";

/** A panel over the user's page. */
export default async function EditUserPage({ params }: { params: Promise<{ username: string }> }) {
  const ctx = await pageContext();
  const username = decodeURIComponent((await params).username);
  if (!isUsername(username)) notFound();
  const { value: user, forbidden } = await reading(readUser(ctx, username));
  if (forbidden !== null) return <Forbidden title={username} sentence={forbidden} />;
  if (!user) notFound();
  if (!may(ctx.actor, "users.write"))
    return <Forbidden title={user.name} sentence={`Your role (${ctx.actor.role}) does not allow this. An admin can change your role.`} />;
  const { name, email, version } = user;
  const back = `/users/${username}`;
  return (
    <>
      <title>{`Edit user / ${name} / Homeport`}</title>
      <WholeUser ctx={ctx} user={user} behind />
      <Panel title="Edit user" back={back}>
        <EditUserForm user={{ username, name, email, version }} back={back} />
      </Panel>
    </>
  );
}
