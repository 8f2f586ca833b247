"use client";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { useReady } from "@/app/_shell/use-send";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { Field } from "@/app/_ui/field";
import { typed } from "@/app/_ui/fields";
import type { FieldErrors } from "@/app/_ui/form-errors";
import { SendForm } from "@/app/_ui/send-form";
import { toast } from "@/app/_ui/toast";

type Props = { path: string; user: string; leavesAt: string | null; version: number };

const day = (at: Date) => [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, "0")).join("-");

/** The last day is a day where the admin is: access ends with its last minute. */
const endOf = (text: string): Date => {
  const [year = 0, month = 1, date = 1] = text.split("-").map(Number);
  return new Date(year, month - 1, date + 1);
};

/** Sends the version that it was opened with, so that nobody overwrites another's date unseen. */
export function LeaveDate({ path, user, leavesAt, version }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [opened, setOpened] = useState({ leavesAt, version, times: 0 });
  const router = useRouter();
  const ready = useReady();
  const last = opened.leavesAt ? day(new Date(new Date(opened.leavesAt).getTime() - 1)) : "";
  return (
    <>
      <Button
        disabled={!ready}
        aria-haspopup="dialog"
        onClick={() => {
          setOpened({ leavesAt, version, times: opened.times + 1 });
          dialog.current?.showModal();
        }}
      >
        {leavesAt ? "Change leave date" : "Set leave date"}
      </Button>
      <Dialog dialog={dialog} title={`Leave date of ${user}`}>
        <SendForm<{ leavesAt: string | null }>
          key={opened.times}
          method="PUT"
          path={path}
          submit="Save leave date"
          check={(fields): FieldErrors =>
            typed(fields, "leavesAt") && endOf(typed(fields, "leavesAt")) <= new Date()
              ? { leavesAt: "The last day must be today or later. To end the access now, offboard the user." }
              : {}
          }
          body={(fields) => {
            const text = typed(fields, "leavesAt");
            return { leavesAt: text ? endOf(text).toISOString() : null, version: opened.version };
          }}
          done={(value) => {
            dialog.current?.close();
            toast({
              sentence: value.leavesAt ? `${user} is offboarded after that day.` : `${user} has no leave date any more.`,
              tone: "good",
            });
            router.refresh();
          }}
          beside={<Button onClick={() => dialog.current?.close()}>Cancel</Button>}
        >
          <p className="max-w-[480px]">
            When the last day is over, {user} is offboarded without anyone asking: every device is cut off and revoked.
          </p>
          <Field
            name="leavesAt"
            label="Last day"
            type="date"
            optional
            defaultValue={last}
            hint="Leave it empty for no leave date."
            ask="Enter a day, such as 31 March 2027."
          />
        </SendForm>
      </Dialog>
    </>
  );
}
