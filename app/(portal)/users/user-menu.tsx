import { MenuAction, MenuBarred, MenuLink, RowMenu } from "@/app/_ui/row-menu";
import type { UserRow } from "@/lib/users/list-users";
import { whyNot } from "@/lib/users/why-not";

/** What can be done with one user of the list. What loses something is asked about on the user's page. */
export function UserMenu({ user }: { user: UserRow }) {
  const { username, name, state } = user;
  const path = `/api/v1/users/${username}`;
  const suspend = { path: `${path}/suspend`, toast: `${name} is suspended: every device is cut off until you resume the user.` };
  const resume = { path: `${path}/resume`, toast: `${name} may connect again.` };
  const verb = state === "suspended" ? "resume" : "suspend";
  const [noVerb, noOffboard] = [whyNot(user, verb), whyNot(user, "offboard")];
  const word = verb === "suspend" ? "Suspend user" : "Resume user";
  return (
    <RowMenu label={`Actions for ${name}`}>
      <MenuLink href={`/users/${username}`}>Open user</MenuLink>
      <MenuLink href={`/users/${username}/edit`}>Edit user</MenuLink>
      {noVerb ? (
        <MenuBarred verb={word} reason={noVerb} />
      ) : verb === "suspend" ? (
        <MenuAction verb={word} {...suspend} undo={resume} />
      ) : (
        <MenuAction verb={word} {...resume} undo={suspend} />
      )}
      {noOffboard ? (
        <MenuBarred verb="Offboard user" reason={noOffboard} />
      ) : (
        <MenuLink href={`/users/${username}`} presses="Offboard user">
          Offboard user …
        </MenuLink>
      )}
    </RowMenu>
  );
}
