"use client";
import type { InvitationLink } from "@/app/_shell/answers";
import { RevealDialog } from "@/app/_ui/reveal-dialog";
import { invitationNote } from "../invitation-note";
import { MailIt, mailAsked } from "../mail-it";

type Props = { deviceId: string; device: string; user: string; mailTo: string | null };

export function InviteAgain({ deviceId, device, user, mailTo }: Props) {
  return (
    <RevealDialog<InvitationLink>
      verb="Invite again"
      name={`Invite again: ${device}`}
      title={`Invite ${user} again for ${device}`}
      path={`/api/v1/devices/${encodeURIComponent(deviceId)}/invitations`}
      body={mailAsked}
      secretOf={({ link, ...facts }) =>
        link ? { label: `Invitation link for ${user}`, text: link, copy: "Copy link", note: invitationNote(facts) } : null
      }
    >
      <p>Makes a new link for {device}. An older link that is still open stops working.</p>
      <MailIt to={mailTo} />
    </RevealDialog>
  );
}
