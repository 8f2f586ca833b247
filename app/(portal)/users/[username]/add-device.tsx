"use client";
import type { AddedDevice } from "@/app/_shell/answers";
import { Field } from "@/app/_ui/field";
import { typed } from "@/app/_ui/fields";
import { RevealDialog } from "@/app/_ui/reveal-dialog";
import { ChoosePair } from "../../addresses/choose-pair";
import { invitationNote } from "../invitation-note";
import { MailIt, mailAsked } from "../mail-it";

export function AddDevice({ path, user, mailTo }: { path: string; user: string; mailTo: string | null }) {
  return (
    <RevealDialog<AddedDevice>
      verb="Add device"
      title={`Add a device for ${user}`}
      path={path}
      look="accent"
      body={(fields) => ({ name: typed(fields, "name").trim(), ipv4: typed(fields, "ipv4"), ...mailAsked(fields) })}
      secretOf={({ invitation }) =>
        invitation?.link
          ? { label: `Invitation link for ${user}`, text: invitation.link, copy: "Copy link", note: invitationNote(invitation) }
          : null
      }
    >
      <p>It gets its own IPv4 and IPv6 address, which it keeps for life, and an invitation link to send to {user}.</p>
      <Field
        name="name"
        label="Device name"
        required
        mono
        maxLength={19}
        autoCapitalize="none"
        spellCheck={false}
        pattern="[a-z0-9][a-z0-9\-]{0,18}"
        ask="The device name must have only a–z, 0–9 and hyphens, and begin with a letter or digit: phone"
      />
      <ChoosePair />
      <MailIt to={mailTo} />
    </RevealDialog>
  );
}
