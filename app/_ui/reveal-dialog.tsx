"use client";
import { useRouter } from "next/navigation";
import { useRef, useState, type ReactNode } from "react";
import { useReady } from "@/app/_shell/use-send";
import { Button, type Look } from "./button";
import { Dialog } from "./dialog";
import { SecretOnce } from "./secret-once";
import { SendForm } from "./send-form";

export type Secret = { label: string; text: string; copy: string; note: string };

type Props<T> = {
  verb: string;
  title: string;
  path: string;
  look?: Look;
  name?: string;
  body: (fields: FormData) => unknown;
  /** What is shown once. Null where the answer was a repeated one, which holds no secret. */
  secretOf: (value: T) => Secret | null;
  children: ReactNode;
};

/** Asks for something that is shown once, and shows it in the same dialog. */
export function RevealDialog<T>({ verb, title, path, look, name, body, secretOf, children }: Props<T>) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [secret, setSecret] = useState<Secret | "gone" | null>(null);
  const [closed, setClosed] = useState(0);
  const router = useRouter();
  const ready = useReady();
  const close = () => dialog.current?.close();

  function open() {
    dialog.current?.showModal();
    // The first field, or the dialog's own button where there is none.
    dialog.current?.querySelector<HTMLElement>("input, select, button[type=submit]")?.focus();
  }

  function onClose() {
    setSecret(null);
    setClosed(closed + 1);
    router.refresh();
  }

  return (
    <>
      <Button look={look} disabled={!ready} aria-label={name} aria-haspopup="dialog" onClick={open}>
        {verb}
      </Button>
      <Dialog dialog={dialog} title={title} keeps onClose={onClose}>
        {secret === null ? (
          <SendForm<T>
            key={closed}
            method="POST"
            path={path}
            submit={verb}
            body={body}
            done={(value) => setSecret(secretOf(value) ?? "gone")}
            beside={<Button onClick={close}>Cancel</Button>}
          >
            <div className="flex flex-col gap-3">{children}</div>
          </SendForm>
        ) : (
          <div className="flex flex-col gap-4">
            {secret === "gone" ? (
              <p>This was done a moment ago already, and what it gave was shown then. Do it again to get a new one.</p>
            ) : (
              <SecretOnce {...secret} />
            )}
            <div className="border-t pt-4">
              <Button onClick={close}>Done</Button>
            </div>
          </div>
        )}
      </Dialog>
    </>
  );
}
