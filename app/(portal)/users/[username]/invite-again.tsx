"use client";
import type { InvitationLink } from "@/app/_shell/answers";
import { RevealDialog } from "@/app/_ui/reveal-dialog";
import { invitationNote } from "../invitation-note";

export function InviteAgain({ deviceId, device, user }: { deviceId: string; device: string; user: string }) {
  return (
    <RevealDialog<InvitationLink>
      verb="Invite again"
      name={`Invite again: ${device}`}
      title={`Invite ${user} again for ${device}`}
      path={`/api/v1/devices/${encodeURIComponent(deviceId)}/invitations`}
      body={() => ({})}
      secretOf={({ link, expiresAt }) =>
        link ? { label: `Invitation link for ${user}`, text: link, copy: "Copy link", note: invitationNote(expiresAt) } : null
      }
    >
      <p>Makes a new link for {device}. An older link that is still open stops working.</p>
    </RevealDialog>
  );
}
