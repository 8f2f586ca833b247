"use client";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { Field, Lines } from "@/app/_ui/field";
import { lines, typed } from "@/app/_ui/fields";
import { SecretOnce } from "@/app/_ui/secret-once";
import { SendForm } from "@/app/_ui/send-form";
import { toast } from "@/app/_ui/toast";
import type { AlertSettings, ChangedAlertSettings } from "@/lib/alerts/alert-settings";
import { ChangedMeanwhile, versionFor } from "./changed-meanwhile";
import { SECRET_NOTE } from "./new-secret";

/** Who is told. A webhook that is new gets a secret, which is shown once in a dialog. */
export function AlertsForm({ settings }: { settings: AlertSettings }) {
  const [opened, setOpened] = useState(settings);
  const [secret, setSecret] = useState<string | null>(null);
  const dialog = useRef<HTMLDialogElement>(null);
  const router = useRouter();
  const { version, stale } = versionFor(opened, settings, ({ emails, webhook }) => [emails, webhook]);

  function saved({ secret: made, ...answer }: ChangedAlertSettings) {
    setOpened(answer);
    toast({ sentence: "Alert settings saved", tone: "good" });
    router.refresh();
    if (!made) return;
    setSecret(made);
    dialog.current?.showModal();
  }

  return (
    <>
      {stale ? <ChangedMeanwhile load={() => setOpened(settings)} /> : null}
      <SendForm<ChangedAlertSettings>
        key={opened.version}
        method="PUT"
        path="/api/v1/settings/alerts"
        label="Alerts"
        submit="Save alert settings"
        body={(fields) => ({ version, emails: lines(fields, "emails"), webhook: typed(fields, "webhook").trim() })}
        done={saved}
      >
        <Lines
          name="emails"
          label="By mail to"
          optional
          defaultValue={opened.emails.join("\n")}
          hint={
            opened.mailIsSet
              ? "E-mail addresses, one a line."
              : "E-mail addresses, one a line. Nothing is sent to them before there is a mail server above."
          }
        />
        <Field
          name="webhook"
          label="Webhook"
          type="url"
          optional
          mono
          spellCheck={false}
          autoCapitalize="none"
          maxLength={500}
          defaultValue={opened.webhook ?? ""}
          placeholder="https://"
          hint="Called with JSON that is signed, tried again when it fails. Everybody who may see the settings sees this address: put no secret into it."
          ask="The webhook must be an address that begins with https:// or http://"
        />
      </SendForm>
      <Dialog dialog={dialog} title="The webhook’s secret" onClose={() => setSecret(null)}>
        {secret ? (
          <div className="flex flex-col gap-4">
            <SecretOnce label="Secret" text={secret} copy="Copy secret" note={SECRET_NOTE} />
            <div className="border-t pt-4">
              <Button onClick={() => dialog.current?.close()}>Done</Button>
            </div>
          </div>
        ) : null}
      </Dialog>
    </>
  );
}
