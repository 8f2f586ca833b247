"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { saveText } from "@/app/_ui/save-text";
import { Field } from "@/app/_ui/field";
import { typed } from "@/app/_ui/fields";
import { say } from "@/app/_ui/say";
import { SendForm } from "@/app/_ui/send-form";

const LEAST = 12;
type RootFile = { fileName: string; pem: string };

async function fileText(fields: FormData, name: string): Promise<string> {
  const file = fields.get(name);
  return file instanceof File ? file.text() : "";
}

/** Two steps: download the key as an encrypted file; open that file again here, and the key leaves this server. */
export function RootKey() {
  const [saved, setSaved] = useState<string | null>(null);
  const router = useRouter();
  return (
    <div className="flex max-w-[720px] flex-col gap-6">
      <p>
        The root key is still on this server. It is needed only to make the next issuing CA, years from now: whoever holds it can make an
        authority that every profile trusts. Keep it elsewhere.
      </p>
      <div className="rounded-card border bg-surface p-4">
        <h3 className="mb-3 font-strong">1. Download it as an encrypted file</h3>
        <SendForm<RootFile>
          method="POST"
          path="/api/v1/authority/root/export"
          label="Download root key"
          submit="Download root key"
          body={(fields) => ({ passphrase: typed(fields, "passphrase") })}
          check={(fields): Record<string, string> =>
            typed(fields, "passphrase") === typed(fields, "again") ? {} : { again: "The two passphrases are not the same." }
          }
          done={({ fileName, pem }) => {
            saveText(fileName, pem, "application/x-pem-file");
            setSaved(fileName);
            say(`${fileName} was saved`);
          }}
        >
          <Field
            name="passphrase"
            type="password"
            label="Passphrase"
            required
            minLength={LEAST}
            autoComplete="new-password"
            hint="12 characters or more. Without it the file is worth nothing, to you too."
            ask="The passphrase must have 12 characters or more."
          />
          <Field
            name="again"
            type="password"
            label="Passphrase again"
            required
            autoComplete="new-password"
            ask="Type the passphrase a second time."
          />
        </SendForm>
        {saved ? (
          <p className="mt-3 text-text-soft">{saved} was saved by your browser. Copy it to two places that are not this server.</p>
        ) : null}
      </div>
      <div className="rounded-card border bg-surface p-4">
        <h3 className="mb-3 font-strong">2. Take the key off this server</h3>
        <SendForm<unknown>
          method="POST"
          path="/api/v1/authority/root/take-offline"
          label="Take root key off this server"
          submit="Take root key off this server"
          look="bad"
          body={async (fields) => ({ pem: await fileText(fields, "pem"), passphrase: typed(fields, "passphrase") })}
          done={() => router.refresh()}
        >
          <p className="text-text-soft">
            Choose the file you downloaded. It is opened once with its passphrase, so that you know it works; then the key is deleted here
            for good.
          </p>
          <Field name="pem" type="file" label="Root key file" required accept=".pem" ask="Choose the file that step 1 saved." />
          <Field
            name="passphrase"
            type="password"
            label="Passphrase of the file"
            required
            autoComplete="off"
            ask="Type the file’s passphrase."
          />
        </SendForm>
      </div>
    </div>
  );
}
