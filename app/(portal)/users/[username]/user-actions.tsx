import { ActionButton } from "@/app/_ui/action-button";
import { Barred } from "@/app/_ui/barred";
import { ConfirmDialog } from "@/app/_ui/confirm-dialog";
import { ButtonLink } from "@/app/_ui/link";
import type { UserDetails } from "@/lib/users/read";
import { whyNot } from "@/lib/users/why-not";
import { AddDevice } from "./add-device";

type Props = { user: UserDetails; path: string; noDevice: string | null; noWrite: string | null; mailTo: string | null };

/** What can be done with a user, the most harmless first. */
export function UserActions({ user, path, noDevice, noWrite, mailTo }: Props) {
  const { name, username } = user;
  const noOffboard = noWrite ?? whyNot(user, "offboard");
  return (
    <>
      {noDevice ? <Barred verb="Add device" reason={noDevice} /> : <AddDevice path={`${path}/devices`} user={name} mailTo={mailTo} />}
      {noWrite ? <Barred verb="Edit user" reason={noWrite} /> : <ButtonLink href={`/users/${username}/edit`}>Edit user</ButtonLink>}
      <Suspension user={user} path={path} noWrite={noWrite} />
      {noOffboard ? (
        <Barred verb="Offboard user" reason={noOffboard} />
      ) : (
        <span id="offboard">
          <ConfirmDialog
            verb="Offboard user"
            title={`Offboard ${name}`}
            method="POST"
            path={`${path}/offboard`}
            type={{ label: "Username", text: username }}
            focus="receipts"
          >
            <p>
              Every device of {name} is cut off on every node, at once and for good: VPN sessions end, certificates are revoked, open
              invitations are withdrawn.
            </p>
            <p>This cannot be undone. To let {name} in again, add a new user.</p>
          </ConfirmDialog>
        </span>
      )}
    </>
  );
}

/** One click each way: nothing is lost, and the toast takes it back. */
function Suspension({ user, path, noWrite }: { user: UserDetails; path: string; noWrite: string | null }) {
  const { name, state } = user;
  const verb = state === "suspended" ? "resume" : "suspend";
  const word = verb === "suspend" ? "Suspend user" : "Resume user";
  const reason = noWrite ?? whyNot(user, verb);
  if (reason) return <Barred verb={word} reason={reason} />;
  const suspend = { path: `${path}/suspend`, toast: `${name} is suspended: every device is cut off until you resume the user.` };
  const resume = { path: `${path}/resume`, toast: `${name} may connect again.` };
  return verb === "suspend" ? (
    <ActionButton key="suspend" verb={word} {...suspend} undo={resume} />
  ) : (
    <ActionButton key="resume" verb={word} look="accent" {...resume} undo={suspend} />
  );
}
