"use client";
import { Choice, Field } from "@/app/_ui/field";
import { typed } from "@/app/_ui/fields";
import { moment } from "@/app/_ui/moments";
import { RevealDialog } from "@/app/_ui/reveal-dialog";
import { ROLE_OPTIONS } from "./role-words";

type Invited = { email: string; link?: string; expiresAt: string; mailed: boolean };

const timeZone = () => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Asks whom and as what; the link is shown once, in the same dialog. */
export function InviteAccount() {
  return (
    <RevealDialog<Invited>
      verb="Invite account"
      title="Invite account"
      path="/api/v1/account-invitations"
      look="accent"
      body={(fields) => ({
        email: typed(fields, "email").trim(),
        role: typed(fields, "role"),
        username: typed(fields, "username").trim() || null,
      })}
      secretOf={({ email, link, expiresAt, mailed }) =>
        link
          ? {
              label: `Invitation link for ${email}`,
              text: link,
              copy: "Copy link",
              note: `This link is shown once and makes one account. It is good until ${moment(new Date(expiresAt), timeZone())}.${mailed ? " It was sent by mail as well." : ""}`,
            }
          : null
      }
    >
      <p className="max-w-[480px]">
        They open the link, choose a password, and are signed in. An older link for the same address stops working.
      </p>
      <Field
        name="email"
        type="email"
        label="E-mail"
        required
        autoCapitalize="none"
        spellCheck={false}
        maxLength={200}
        ask="Enter an e-mail address, such as ann@example.org."
      />
      <Choice name="role" label="Role" defaultValue="operator">
        {ROLE_OPTIONS.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </Choice>
      <Field
        name="username"
        label="Username"
        optional
        mono
        autoCapitalize="none"
        spellCheck={false}
        maxLength={36}
        hint="Where they are a user of the VPN too: they see their own devices, and an offboarding ends the account."
      />
    </RevealDialog>
  );
}
