"use client";
import { useRouter } from "next/navigation";
import { Barred } from "@/app/_ui/barred";
import { ConfirmDialog } from "@/app/_ui/confirm-dialog";
import { typed } from "@/app/_ui/fields";
import { SendForm } from "@/app/_ui/send-form";

type Props = { id: string; version: number; good: number; not: number; mail: boolean };

/** Adds the good rows: the button says how many, so that nobody thinks all were added. */
export function StartImport({ id, version, good, not, mail }: Props) {
  const router = useRouter();
  const verb =
    not > 0
      ? `Add the ${good.toLocaleString("en-GB")} good ${good === 1 ? "row" : "rows"}`
      : `Add ${good.toLocaleString("en-GB")} ${good === 1 ? "user" : "users"}`;
  const discard = (
    <ConfirmDialog verb="Discard import" title="Discard this import?" method="POST" path={`/api/v1/runs/${id}/cancel`} then="/users/import">
      <p>The rows that were read are thrown away. Nobody was added, and the file on your computer stays.</p>
    </ConfirmDialog>
  );
  if (good === 0)
    return (
      <div className="flex flex-wrap gap-2">
        {discard}
        <Barred verb="Add users" reason="No row can be imported. Mend the file, or say which column is what." />
      </div>
    );
  return (
    <div className="flex flex-col gap-5">
      <SendForm<unknown>
        method="POST"
        path={`/api/v1/imports/${id}/start`}
        label="Import"
        submit={verb}
        body={(fields) => ({ rows: not > 0 ? "good" : "all", invite: typed(fields, "invite"), version })}
        done={() => router.refresh()}
      >
        <fieldset className="flex flex-col gap-1">
          <legend className="mb-1 font-strong">Invitations</legend>
          <label className="flex items-center gap-2">
            <input type="radio" name="invite" value="later" defaultChecked />
            Later: download the links as a file, or mail them, when the users are there
          </label>
          <label className={`flex items-center gap-2 ${mail ? "" : "text-text-soft"}`}>
            <input type="radio" name="invite" value="mail" disabled={!mail} />
            Mail each user their link at once{mail ? "" : " (no mail server is set)"}
          </label>
        </fieldset>
      </SendForm>
      <div>{discard}</div>
    </div>
  );
}
