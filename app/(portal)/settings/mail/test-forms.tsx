"use client";
import { useState } from "react";
import { ActionButton } from "@/app/_ui/action-button";
import { Field } from "@/app/_ui/field";
import { typed } from "@/app/_ui/fields";
import { Notice } from "@/app/_ui/notice";
import { say } from "@/app/_ui/say";
import { SendForm } from "@/app/_ui/send-form";

/** Sends a mail at once and shows what the server answered; a refusal stands under the form. */
export function TestMail({ to }: { to: string }) {
  const [sent, setSent] = useState<{ to: string; answer: string } | null>(null);
  return (
    <div className="flex flex-col gap-4">
      <SendForm<{ answer: string }>
        method="POST"
        path="/api/v1/settings/mail/test"
        label="Test mail"
        submit="Send test mail"
        body={(fields) => {
          setSent(null);
          return { to: typed(fields, "to").trim() };
        }}
        done={({ answer }, fields) => {
          setSent({ to: typed(fields, "to").trim(), answer });
          say("The mail server took the mail.");
        }}
      >
        <Field
          name="to"
          label="To"
          type="email"
          required
          maxLength={200}
          defaultValue={to}
          hint="Through the settings as they are saved."
          ask="The e-mail address is not one: write it like vpn@example.org."
        />
      </SendForm>
      {sent ? (
        <Notice tone="good" title={`The mail server took the mail to ${sent.to}`}>
          <p className="font-mono text-small break-words">{sent.answer}</p>
        </Notice>
      ) : null}
    </div>
  );
}

export function TestCall() {
  return <ActionButton verb="Call webhook" path="/api/v1/settings/alerts/test" body={{}} toast="The webhook took the call" />;
}
