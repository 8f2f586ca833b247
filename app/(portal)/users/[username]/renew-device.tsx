"use client";
import type { InvitationLink } from "@/app/_shell/answers";
import { RevealDialog } from "@/app/_ui/reveal-dialog";
import { invitationNote } from "../invitation-note";
import { MailIt, mailAsked } from "../mail-it";

type Props = { deviceId: string; device: string; user: string; overlapDays: number; mailTo: string | null };

export function RenewDevice({ deviceId, device, user, overlapDays, mailTo }: Props) {
  return (
    <RevealDialog<InvitationLink>
      verb="Renew device"
      name={`Renew device: ${device}`}
      title={`Renew ${device} of ${user}`}
      path={`/api/v1/devices/${encodeURIComponent(deviceId)}/renewals`}
      body={mailAsked}
      secretOf={({ link, ...facts }) =>
        link ? { label: `Renewal link for ${user}`, text: link, copy: "Copy link", note: invitationNote(facts) } : null
      }
    >
      <p>
        Makes a link for the next profile of {device}, with the same addresses. The profile in use goes on working until the new one has
        connected once, or for {overlapDays} {overlapDays === 1 ? "day" : "days"} at most.
      </p>
      <MailIt to={mailTo} />
    </RevealDialog>
  );
}
