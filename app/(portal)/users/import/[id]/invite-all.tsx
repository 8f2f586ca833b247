"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { newKey, send } from "@/app/_shell/client";
import { useReady } from "@/app/_shell/use-send";
import { Barred } from "@/app/_ui/barred";
import { Button } from "@/app/_ui/button";
import { RunProgress } from "@/app/_ui/run-progress";
import { saveLinks } from "@/app/_ui/save-links";

type Props = { id: string; waiting: number; invited: boolean; mail: boolean };
type Started = { id: string; total: number; verb: "invite" | "remind" };

/** Links for all at once: by mail, or as a file that is made once. An error stands under the buttons. */
export function InviteAll({ id, waiting, invited, mail }: Props) {
  const router = useRouter();
  const ready = useReady();
  const [busy, setBusy] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [started, setStarted] = useState<Started | null>(null);

  async function once(name: string, work: () => Promise<string | null>) {
    if (busy) return;
    setBusy(name);
    setError(null);
    setError(await work());
    setBusy(null);
    router.refresh();
  }
  const download = () => once("file", () => saveLinks(`/api/v1/imports/${id}/invitations`, { how: "file" }));
  const mailAll = (verb: Started["verb"]) =>
    once(verb, async () => {
      const path = `/api/v1/imports/${id}/${verb === "invite" ? "invitations" : "reminders"}`;
      const answer = await send<{ id: string; total: number }>("POST", path, verb === "invite" ? { how: "mail" } : {}, {
        idempotencyKey: newKey(),
      });
      if (!answer.ok) return answer.problem.detail;
      setStarted({ ...answer.value, verb });
      return null;
    });
  const button = (name: string, verb: string, run: () => void) => (
    <Button disabled={!ready} aria-busy={busy === name} onClick={run}>
      {busy === name ? <span className="spinner" aria-hidden="true" /> : null}
      {verb}
    </Button>
  );
  const noMail = "No mail server is set. Set one in the settings, or download the links.";
  return (
    <div className="mb-6 flex flex-col gap-3">
      <div className="flex flex-wrap gap-2">
        {button("file", "Download links", () => void download())}
        {mail ? button("invite", "Mail links", () => void mailAll("invite")) : <Barred verb="Mail links" reason={noMail} />}
        {!invited ? null : mail ? (
          button("remind", "Remind users", () => void mailAll("remind"))
        ) : (
          <Barred verb="Remind users" reason={noMail} />
        )}
      </div>
      <p className="max-w-[720px] text-small text-text-soft">
        {waiting === 1 ? "One person has" : `${waiting.toLocaleString("en-GB")} people have`} no profile yet. A new link takes the place of
        the one before. The file has the links in clear: whoever has a link can make that profile.
      </p>
      {error ? (
        <p role="alert" className="text-bad">
          {error}
        </p>
      ) : null}
      {started ? <RunProgress {...started} onOver={() => router.refresh()} /> : null}
    </div>
  );
}
