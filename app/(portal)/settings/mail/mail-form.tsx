"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Choice, Field } from "@/app/_ui/field";
import { typed } from "@/app/_ui/fields";
import { SendForm } from "@/app/_ui/send-form";
import { toast } from "@/app/_ui/toast";
import type { MailSettings } from "@/lib/mail/mail-settings";
import { Tick } from "../tick";
import { ChangedMeanwhile, versionFor } from "./changed-meanwhile";
import { SECURITY } from "./words";

/** The form keeps the version that it was opened with, so that nobody overwrites unseen what somebody else has changed. */
export function MailForm({ settings }: { settings: MailSettings }) {
  const [opened, setOpened] = useState(settings);
  const router = useRouter();
  const { version, stale } = versionFor(opened, settings, ({ version: _version, ...rest }) => rest);
  return (
    <>
      {stale ? <ChangedMeanwhile load={() => setOpened(settings)} /> : null}
      <SendForm<MailSettings>
        key={opened.version}
        method="PUT"
        path="/api/v1/settings/mail"
        label="Mail server"
        submit="Save mail settings"
        body={(fields) => ({
          version,
          host: typed(fields, "host").trim(),
          port: Number(typed(fields, "port")),
          security: typed(fields, "security"),
          user: typed(fields, "user").trim(),
          // An empty field keeps the password that is there.
          ...(typed(fields, "password") ? { password: typed(fields, "password") } : {}),
          from: typed(fields, "from").trim(),
          mailUsers: fields.get("mailUsers") !== null,
        })}
        done={(saved) => {
          setOpened(saved);
          toast({ sentence: saved.host ? "Mail settings saved" : "Mail settings saved: no mail is sent", tone: "good" });
          router.refresh();
        }}
      >
        <Field
          name="host"
          label="Mail server"
          optional
          mono
          autoCapitalize="none"
          spellCheck={false}
          maxLength={253}
          defaultValue={opened.host ?? ""}
          hint="A host name or IP address. Left empty, no mail is sent."
        />
        <div className="grid max-w-[480px] gap-4 sm:grid-cols-[120px_1fr]">
          <Field
            name="port"
            label="Port"
            type="number"
            required
            min={1}
            max={65535}
            defaultValue={opened.port}
            ask="The port is a number from 1 to 65535; 587 is usual."
          />
          <Choice name="security" label="Security" defaultValue={opened.security}>
            {Object.entries(SECURITY).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Choice>
        </div>
        <Field
          name="user"
          label="User name"
          optional
          mono
          autoCapitalize="none"
          spellCheck={false}
          maxLength={200}
          defaultValue={opened.user ?? ""}
        />
        <Field
          name="password"
          label="Password"
          type="password"
          optional
          autoComplete="new-password"
          maxLength={500}
          hint={
            opened.passwordIsSet
              ? "One is kept, sealed, and is never shown. Leave this empty to keep it; another server or user name asks for it again."
              : "Kept sealed, and never shown again."
          }
        />
        <Field
          name="from"
          label="Mails come from"
          type="email"
          optional
          maxLength={200}
          defaultValue={opened.from ?? ""}
          hint="The sender’s address, which your mail server must accept."
          ask="The e-mail address is not one: write it like vpn@example.org."
        />
        <Tick
          name="mailUsers"
          label="Tell users of their certificates"
          hint="A mail for each certificate that is issued, renewed or revoked, so that nobody gets or loses access unnoticed."
          defaultChecked={opened.mailUsers}
        />
      </SendForm>
    </>
  );
}
