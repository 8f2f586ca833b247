"use client";
import { useRouter } from "next/navigation";
import { useId, useRef, useState, type FormEvent } from "react";
import { sendFile } from "@/app/_shell/send-file";
import { useReady } from "@/app/_shell/use-send";
import { Button } from "@/app/_ui/button";
import { ButtonLink } from "@/app/_ui/link";

const MOST_BYTES = 2 * 1024 * 1024;

/** Chooses a file and goes on to its preview. The error stands under the field. */
export function ImportForm() {
  const id = useId();
  const router = useRouter();
  const ready = useReady();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  function show(sentence: string) {
    setError(sentence);
    setBusy(false);
    input.current?.focus();
  }

  async function onSubmit(event: FormEvent) {
    event.preventDefault();
    const file = input.current?.files?.[0];
    if (!file) return show("Choose a CSV file.");
    if (file.size > MOST_BYTES) return show("The file is larger than 2 MB. Split it into smaller files.");
    setBusy(true);
    setError(null);
    const answer = await sendFile<{ id: string }>("/api/v1/imports", file, "text/csv");
    if (answer.ok) router.push(`/users/import/${answer.value.id}`);
    else show(answer.problem.detail);
  }

  return (
    <form method="post" noValidate aria-label="Import users" onSubmit={(event) => void onSubmit(event)} className="flex flex-col gap-5">
      <div className="flex max-w-[480px] flex-col gap-1">
        <label htmlFor={id} className="font-strong">
          CSV file
        </label>
        <input
          ref={input}
          id={id}
          type="file"
          accept=".csv,.tsv,.txt,text/csv"
          data-first=""
          aria-describedby={error ? `${id}-error` : undefined}
          aria-invalid={error ? true : undefined}
          onChange={() => setError(null)}
          className="field-input h-auto! py-1.5 file:mr-3 file:rounded-control file:border file:border-edge file:bg-bg file:px-2 file:text-text"
        />
        {error ? (
          <p id={`${id}-error`} className="text-small text-bad">
            {error}
          </p>
        ) : null}
      </div>
      <div className="flex flex-wrap gap-2">
        <ButtonLink href="/users">Cancel</ButtonLink>
        <Button type="submit" look="accent" disabled={!ready} aria-busy={busy}>
          {busy ? <span className="spinner" aria-hidden="true" /> : null}
          Preview import
        </Button>
      </div>
    </form>
  );
}
