import { Copyable } from "@/app/_ui/copyable";
import { TextLink } from "@/app/_ui/link";
import { Properties, Property } from "@/app/_ui/properties";
import { State } from "@/app/_ui/state";
import { Ago, Moment } from "@/app/_ui/time";
import type { DeviceDetails, UserDetails } from "@/lib/users/read";
import { AfterLoss } from "./after-loss";
import { Certificates } from "./certificates";
import { DeviceActions } from "./device-actions";
import { InTwoPlaces } from "./in-two-places";
import { isOutdated } from "@/lib/users/profile-good";
import { deviceState } from "./device-state";
import { VpnSessions } from "./vpn-sessions";

type Props = {
  device: DeviceDetails;
  user: UserDetails;
  overlapDays: number;
  remotesKey: string;
  mailTo: string | null;
  noWrite: string | null;
};

/** One place a user connects from: its pair, its invitation, its certificates, and who is connected with it now. */
export function Device({ device, user, overlapDays, remotesKey, mailTo, noWrite }: Props) {
  const { invitation, removedAt } = device;
  const outdated = removedAt === null && isOutdated(device.certificates, remotesKey);
  return (
    <li className="rounded-card border bg-surface p-4">
      <div className="mb-2 flex flex-wrap items-center gap-x-4 gap-y-2">
        <h3 className="font-strong">{device.name}</h3>
        <div className="flex min-w-0 flex-1 flex-wrap gap-x-4">
          <State {...deviceState(device, new Date())} />
          {outdated ? <State tone="attention" word="Profile out of date" /> : null}
        </div>
        {removedAt || noWrite ? null : <DeviceActions device={device} user={user} overlapDays={overlapDays} mailTo={mailTo} />}
      </div>
      {device.contestedAt ? <InTwoPlaces since={device.contestedAt} /> : null}
      {device.lost ? <AfterLoss device={device.name} user={user} /> : null}
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
        {outdated ? (
          <Property name="Profile">
            <span>
              has other remotes than those in force; it goes on working. Its owner gets the new ones on{" "}
              <TextLink href="/profile" className="underline">
                the page for profiles
              </TextLink>
              , or with a renewal.
            </span>
          </Property>
        ) : null}
        <Property name="Invitation">
          {invitation ? (
            <span>
              {invitation.state === "open" ? (
                <>
                  {invitation.kind === "renewal" ? "Renewal sent" : "Sent"} <Ago at={invitation.createdAt} />, good until{" "}
                  <Moment at={invitation.expiresAt} />
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
      {device.certificates.length > 0 ? (
        <p className="mt-3 text-small">
          <TextLink href={`/vpn-sessions/history?q=${user.username}.${device.name}.`}>Past VPN sessions of {device.name}</TextLink>
        </p>
      ) : null}
    </li>
  );
}
