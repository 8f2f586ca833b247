"use client";
import { useEffect, useRef } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { Field } from "@/app/_ui/field";
import { typed } from "@/app/_ui/fields";
import type { FieldErrors } from "@/app/_ui/form-errors";
import type { Chosen } from "@/app/_ui/selection";
import { SendForm } from "@/app/_ui/send-form";
import type { UserFilter } from "@/lib/users/user-filter";
import { HowToInvite } from "./how-to-invite";

export type BulkVerb = "suspend" | "resume" | "invite" | "offboard";
export type Filter = UserFilter;
export type Started = { id: string; total: number };

/** Above so many, their number is asked for (lib/runs/run.ts). */
const COUNT_ABOVE = 10;

const WORDS: Record<BulkVerb, { button: string; effect: string }> = {
  suspend: {
    button: "Suspend users",
    effect:
      "Every device of theirs is cut off on every node, at once. Resuming a user lets the same devices in again, with the same profiles.",
  },
  resume: { button: "Resume users", effect: "Their devices are admitted again, with the profiles that they have." },
  invite: {
    button: "Invite users",
    effect: "Each of their devices without a profile gets a new link; older links stop working.",
  },
  offboard: {
    button: "Offboard users",
    effect:
      "Every device of theirs is cut off on every node, at once and for good: VPN sessions end, certificates are revoked. This cannot be undone.",
  },
};

type Props = {
  verb: BulkVerb;
  chosen: Chosen;
  filter: Filter;
  mail: boolean;
  shown?: string;
  done: (run: Started) => void;
  close: () => void;
};

/** Asks before something is done to many: what it does, and to how many; above ten, their number. */
export function BulkDialog({ verb, chosen, filter, mail, shown, done, close }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const safe = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    safe.current?.focus();
  }, []);
  const { button, effect } = WORDS[verb];
  const many = chosen.all ? (shown ?? String(chosen.count)) : String(chosen.count);
  const counted = chosen.count > COUNT_ABOVE;
  const exact = chosen.all && shown?.endsWith("+") ? null : String(chosen.count);
  const whom = chosen.all ? { filter } : { usernames: chosen.values };

  return (
    <Dialog dialog={dialog} title={`${button.split(" ")[0]} ${many} ${many === "1" ? "user" : "users"}`} onClose={close}>
      <SendForm<Started>
        method="POST"
        path="/api/v1/runs"
        look={verb === "offboard" ? "bad" : "accent"}
        submit={button}
        body={(fields) => ({
          verb,
          ...whom,
          ...(verb === "invite" ? { how: typed(fields, "how") } : {}),
          ...(counted ? { confirm: Number(typed(fields, "confirm").replace(/\D/g, "")) } : {}),
        })}
        check={(fields): FieldErrors =>
          counted && exact && typed(fields, "confirm").replace(/[\s,.]/g, "") !== exact ? { confirm: `Type ${exact} to confirm.` } : {}
        }
        done={done}
        beside={
          <Button ref={safe} onClick={() => dialog.current?.close()}>
            Cancel
          </Button>
        }
      >
        <div className="flex flex-col gap-3">
          <p>{effect}</p>
          {chosen.all || chosen.count > COUNT_ABOVE ? null : (
            <p className="font-mono text-small wrap-anywhere">{chosen.values.join(", ")}</p>
          )}
          {chosen.all ? <p>This is done to everybody who matches the search and the filter, also on other pages.</p> : null}
        </div>
        {verb === "invite" ? <HowToInvite mail={mail} /> : null}
        {counted ? (
          <Field
            name="confirm"
            label="Number of users"
            hint={
              exact ? (
                <>
                  Type <b className="font-mono font-strong text-text">{exact}</b>
                </>
              ) : (
                "How many there are is said when you press the button without it."
              )
            }
            inputMode="numeric"
            mono
          />
        ) : null}
      </SendForm>
    </Dialog>
  );
}
