"use client";
import { useState } from "react";
import { useReady } from "@/app/_shell/use-send";
import { Button } from "@/app/_ui/button";
import { State } from "@/app/_ui/state";
import { askPortal } from "@/app/_shell/ask-portal";

type Checked = { ok: boolean; sentence: string; sha256: string; bytes: number };

/** Has the file read byte by byte, as a node would, and says what was found. */
export function CheckCrl() {
  const ready = useReady();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<Checked | string | null>(null);
  async function check() {
    setBusy(true);
    setSaid(null);
    setSaid(await askPortal<Checked>("/api/v1/authority/crl/check"));
    setBusy(false);
  }
  return (
    <div className="flex max-w-[720px] flex-col items-start gap-2">
      <Button disabled={!ready || busy} aria-busy={busy} onClick={() => void check()}>
        {busy ? <span className="spinner" aria-hidden="true" /> : null}
        Check CRL file
      </Button>
      <div role="status" className="wrap-anywhere">
        {said === null ? null : typeof said === "string" ? (
          <p className="text-bad">{said}</p>
        ) : (
          <>
            <State tone={said.ok ? "good" : "bad"} word={said.sentence} />
            <p className="text-small text-text-soft">
              {said.bytes.toLocaleString("en-GB")} bytes, SHA-256 <span className="font-mono">{said.sha256}</span>
            </p>
          </>
        )}
      </div>
    </div>
  );
}
