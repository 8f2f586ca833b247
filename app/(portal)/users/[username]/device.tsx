import { Barred } from "@/app/_ui/barred";
import { ConfirmDialog } from "@/app/_ui/confirm-dialog";
import { Copyable } from "@/app/_ui/copyable";
import { Properties, Property } from "@/app/_ui/properties";
import { State } from "@/app/_ui/state";
import { Ago, Moment } from "@/app/_ui/time";
import type { DeviceDetails, UserDetails } from "@/lib/users/read";
import { Certificates } from "./certificates";
import { deviceState } from "./device-state";
import { InviteAgain } from "./invite-again";
import { RevokeReasons } from "./revoke-reasons";
import { VpnSessions } from "./vpn-sessions";

/** One place a user connects from: its pair, its invitation, its certificates, and who is connected with it now. */
export function Device({ device, user }: { device: DeviceDetails; user: UserDetails }) {
  const { invitation, removedAt } = device;
  const live = device.certificates.find(({ state }) => state === "valid");
  return (
    <li className="rounded-card border bg-surface p-4">
      <div className="mb-2 flex flex-wrap items-center gap-x-4 gap-y-2">
        <h3 className="font-strong">{device.name}</h3>
        <div className="min-w-0 flex-1">
          <State {...deviceState(device, new Date())} />
        </div>
        {removedAt ? null : (
          <div className="flex flex-wrap gap-2">
            {live ? (
              <Barred
                verb="Invite again"
                name={`Invite again: ${device.name}`}
                reason={`${device.name} has a profile already (${live.commonName}). Revoke the device and add a new one.`}
              />
            ) : (
              <InviteAgain deviceId={device.id} device={device.name} user={user.name} />
            )}
            {invitation?.state === "open" ? (
              <ConfirmDialog
                verb="Withdraw invitation"
                name={`Withdraw invitation: ${device.name}`}
                title={`Withdraw the invitation for ${device.name}`}
                method="DELETE"
                path={`/api/v1/invitations/${encodeURIComponent(invitation.id)}`}
              >
                <p>The link that was sent to {user.name} stops working. You can invite again at any time.</p>
              </ConfirmDialog>
            ) : null}
            <ConfirmDialog
              verb="Revoke device"
              name={`Revoke device: ${device.name}`}
              title={`Revoke ${device.name} of ${user.name}`}
              method="POST"
              path={`/api/v1/devices/${encodeURIComponent(device.id)}/revoke`}
              focus="receipts"
            >
              <p>
                {device.name} is cut off on every node, at once and for good; its addresses go back to the pool after their quarantine.{" "}
                {user.name}’s other devices stay.
              </p>
              <RevokeReasons />
            </ConfirmDialog>
          </div>
        )}
      </div>
      <Properties>
        <Property name="IPv4">
          <Copyable text={device.ipv4} what={`IPv4 address of ${device.name}`} />
        </Property>
        <Property name="IPv6">
          <Copyable text={device.ipv6} what={`IPv6 address of ${device.name}`} />
        </Property>
        <Property name="Added">
          <Ago at={device.createdAt} />
        </Property>
        {removedAt ? (
          <Property name="Revoked">
            <Ago at={removedAt} />
          </Property>
        ) : null}
        <Property name="Invitation">
          {invitation ? (
            <span>
              {invitation.state === "open" ? (
                <>
                  Sent <Ago at={invitation.createdAt} />, good until <Moment at={invitation.expiresAt} />
                </>
              ) : null}
              {invitation.state === "used" ? "Used: the profile was made" : null}
              {invitation.state === "expired" ? (
                <>
                  Expired <Ago at={invitation.expiresAt} />
                </>
              ) : null}
              {invitation.state === "withdrawn" ? "Withdrawn" : null}
            </span>
          ) : null}
        </Property>
      </Properties>
      <Certificates certificates={device.certificates} device={device.name} />
      <VpnSessions sessions={device.vpnSessions} device={device.name} />
    </li>
  );
}
