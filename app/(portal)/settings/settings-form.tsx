"use client";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { Notice } from "@/app/_ui/notice";
import { SendForm } from "@/app/_ui/send-form";
import { toast } from "@/app/_ui/toast";
import type { SettingsPreview } from "@/lib/lifecycle/settings-preview";
import { settingsBody, type Settings } from "./form-body";
import { SettingsFields } from "./settings-fields";
import { WhatWillChange } from "./what-will-change";

type Body = ReturnType<typeof settingsBody>;
type Changed = { version: number; revision: string | null };

/**
 * Says what a change would do before it is made. The form keeps the version that it was opened with, whatever the page hears meanwhile:
 * so nobody overwrites what somebody else has changed unseen.
 */
export function SettingsForm({ settings }: { settings: Settings }) {
  const [opened, setOpened] = useState(settings);
  const [asked, setAsked] = useState<{ body: Body; preview: SettingsPreview } | null>(null);
  const dialog = useRef<HTMLDialogElement>(null);
  const safe = useRef<HTMLButtonElement>(null);
  const router = useRouter();

  function review(preview: SettingsPreview, fields: FormData) {
    if (preview.changes.length === 0) return toast({ sentence: "Nothing is different from the settings in force." });
    setAsked({ body: settingsBody(fields, opened.version), preview });
  }

  // Once what it asks is in it: the safe button has the focus.
  useEffect(() => {
    if (!asked || dialog.current?.open) return;
    dialog.current?.showModal();
    safe.current?.focus();
  }, [asked]);

  function changed({ version, revision }: Changed) {
    dialog.current?.close();
    // The API took the body: it is of the settings' type.
    if (asked) setOpened({ ...asked.body, version } as Settings);
    toast({
      sentence: revision === null ? "Settings changed" : `Settings changed: revision ${revision} is on its way to the nodes`,
      tone: "good",
    });
    router.refresh();
  }

  return (
    <>
      {settings.version > opened.version ? (
        <div className="mb-6">
          <Notice tone="attention" title="The settings were changed meanwhile">
            <p>
              What you see here is how they were when you opened this page. What you have typed can only be saved on top of the new ones.
            </p>
            <div>
              <Button onClick={() => setOpened(settings)}>Load current settings</Button>
            </div>
          </Notice>
        </div>
      ) : null}
      <SendForm<SettingsPreview>
        key={opened.version}
        method="POST"
        path="/api/v1/settings/preview"
        label="Settings"
        submit="Review changes"
        body={(fields) => settingsBody(fields, opened.version)}
        done={review}
      >
        <SettingsFields settings={opened} />
      </SendForm>
      <Dialog dialog={dialog} title="Change settings?" onClose={() => setAsked(null)}>
        {asked ? (
          <SendForm<Changed>
            method="PUT"
            path="/api/v1/settings"
            submit="Change settings"
            body={() => asked.body}
            done={changed}
            beside={
              <Button ref={safe} onClick={() => dialog.current?.close()}>
                Cancel
              </Button>
            }
          >
            <WhatWillChange preview={asked.preview} />
          </SendForm>
        ) : null}
      </Dialog>
    </>
  );
}
