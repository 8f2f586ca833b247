"use client";
import { useState } from "react";
import { askPortal } from "@/app/_shell/ask-portal";
import { useReady } from "@/app/_shell/use-send";
import { Button } from "@/app/_ui/button";
import { State } from "@/app/_ui/state";

type Checked = { ok: boolean; sentence: string; head: string };

/** Has the whole chain walked, and says what was found. */
export function VerifyLog() {
  const ready = useReady();
  const [busy, setBusy] = useState(false);
  const [found, setFound] = useState<Checked | string | null>(null);
  async function verify() {
    setBusy(true);
    setFound(null);
    setFound(await askPortal<Checked>("/api/v1/audit/verify"));
    setBusy(false);
  }
  return (
    <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
      <Button disabled={!ready || busy} aria-busy={busy} onClick={() => void verify()}>
        {busy ? <span className="spinner" aria-hidden="true" /> : null}
        Verify log
      </Button>
      <div role="status" className="min-w-0 flex-1 basis-80 pt-1.5 wrap-anywhere">
        {found === null ? null : typeof found === "string" ? (
          <p className="text-bad">{found}</p>
        ) : (
          <State tone={found.ok ? "good" : "bad"} word={found.sentence} />
        )}
      </div>
    </div>
  );
}
