import { Barred } from "@/app/_ui/barred";
import { ConfirmDialog } from "@/app/_ui/confirm-dialog";
import type { DeviceDetails, UserDetails } from "@/lib/users/read";
import { whyNot } from "@/lib/users/why-not";
import { InviteAgain } from "./invite-again";
import { RenewDevice } from "./renew-device";
import { RevokeReasons } from "./revoke-reasons";

type Props = { device: DeviceDetails; user: UserDetails; overlapDays: number; mailTo: string | null };

/** What can be done with a device that is in use. */
export function DeviceActions({ device, user, overlapDays, mailTo }: Props) {
  const { id, name, invitation, certificates } = device;
  const path = `/api/v1/devices/${encodeURIComponent(id)}`;
  const issued = certificates.some(({ state }) => state !== "pending" && state !== "revoked");
  const verb = issued ? "Renew device" : "Invite again";
  const barred = whyNot(user, issued ? "renew" : "invite");
  return (
    <div className="flex flex-wrap gap-2">
      {barred ? (
        <Barred verb={verb} name={`${verb}: ${name}`} reason={barred} />
      ) : issued ? (
        <RenewDevice deviceId={id} device={name} user={user.name} overlapDays={overlapDays} mailTo={mailTo} />
      ) : (
        <InviteAgain deviceId={id} device={name} user={user.name} mailTo={mailTo} />
      )}
      {invitation?.state === "open" ? (
        <ConfirmDialog
          verb="Withdraw invitation"
          name={`Withdraw invitation: ${name}`}
          title={`Withdraw the invitation for ${name}`}
          method="DELETE"
          path={`/api/v1/invitations/${encodeURIComponent(invitation.id)}`}
        >
          <p>
            The link that was sent to {user.name} stops working. You can {issued ? "renew the device" : "invite"} again at any time.
          </p>
        </ConfirmDialog>
      ) : null}
      <ConfirmDialog
        verb="Report lost"
        name={`Report lost: ${name}`}
        title={`Report ${name} of ${user.name} as lost`}
        method="POST"
        path={`${path}/lost`}
        focus="receipts"
      >
        <p>
          {name} is cut off on every node at once and for good, because somebody else may have its key. {user.name}’s other devices stay.
        </p>
        <p>The page then says what to do next.</p>
      </ConfirmDialog>
      <ConfirmDialog
        verb="Revoke device"
        name={`Revoke device: ${name}`}
        title={`Revoke ${name} of ${user.name}`}
        method="POST"
        path={`${path}/revoke`}
        focus="receipts"
      >
        <p>
          {name} is cut off on every node, at once and for good; its addresses go back to the pool after their quarantine. {user.name}’s
          other devices stay.
        </p>
        <RevokeReasons />
      </ConfirmDialog>
    </div>
  );
}
