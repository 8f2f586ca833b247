"use client";
import { useRouter } from "next/navigation";
import { useRef, useState, type ReactNode } from "react";
import type { Method } from "@/app/_shell/client";
import { useReady } from "@/app/_shell/use-send";
import { Button, type Look } from "./button";
import { Dialog } from "./dialog";
import { Field } from "./field";
import { typed } from "./fields";
import { focusSoon } from "./focus-soon";
import type { FieldErrors } from "./form-errors";
import { SendForm } from "./send-form";

type Props = {
  /** Verb and noun: on the button that opens the dialog, on its red button, and in its heading with what it is about. */
  verb: string;
  title: string;
  method: Method;
  path: string;
  /** Where the loss is great: what must be typed first, sent as `confirm`. */
  type?: { label: string; text: string };
  /** Where to go afterwards, or which element of this page has the focus next. */
  then?: string;
  focus?: string;
  /** The name of the opening button where its verb alone would not tell it from others. */
  name?: string;
  /** Red, unless it can be undone. */
  look?: Look;
  children: ReactNode;
};

/** Asks before something is lost. The safe button has the focus; an error stays in the dialog. */
export function ConfirmDialog({ verb, title, method, path, type, then, focus, name, look = "bad", children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const safe = useRef<HTMLButtonElement>(null);
  const [closed, setClosed] = useState(0);
  const router = useRouter();
  const ready = useReady();

  function done() {
    dialog.current?.close();
    if (then) router.push(then);
    router.refresh();
    if (focus) focusSoon(focus);
  }

  return (
    <>
      <Button
        disabled={!ready}
        aria-label={name}
        aria-haspopup="dialog"
        onClick={() => {
          dialog.current?.showModal();
          safe.current?.focus();
        }}
      >
        {verb}
      </Button>
      <Dialog dialog={dialog} title={title} onClose={() => setClosed(closed + 1)}>
        {/* A fresh form for each opening: what was typed for one loss is not a consent to the next. */}
        <SendForm<unknown>
          key={closed}
          method={method}
          path={path}
          look={look}
          submit={verb}
          body={(fields) => Object.fromEntries([...fields].map(([key, value]) => [key, value]))}
          check={(fields): FieldErrors =>
            type && typed(fields, "confirm") !== type.text ? { confirm: `Type ${type.text} to confirm.` } : {}
          }
          done={done}
          beside={
            <Button ref={safe} onClick={() => dialog.current?.close()}>
              Cancel
            </Button>
          }
        >
          <div className="flex flex-col gap-3">{children}</div>
          {type ? (
            <Field
              name="confirm"
              label={type.label}
              hint={
                <>
                  Type <b className="font-mono font-strong text-text">{type.text}</b>
                </>
              }
              mono
              autoCapitalize="none"
              spellCheck={false}
            />
          ) : null}
        </SendForm>
      </Dialog>
    </>
  );
}
