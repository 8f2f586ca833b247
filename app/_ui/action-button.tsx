"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useReady } from "@/app/_shell/use-send";
import { act, type Act } from "./act";
import { Button, type Look } from "./button";

/** `name` where the verb alone would not tell it from others. */
type Props = Act & { verb: string; look?: Look; name?: string };

/** One click, for what can be taken back: its own spinner, then a notice with "Undo". Where something is lost, `ConfirmDialog`. */
export function ActionButton({ verb, look, name, ...what }: Props) {
  const router = useRouter();
  const ready = useReady();
  const [busy, setBusy] = useState(false);
  async function run() {
    if (busy) return;
    setBusy(true);
    await act(what, () => router.refresh());
    setBusy(false);
  }
  return (
    <Button look={look} disabled={!ready} aria-label={name} aria-busy={busy} onClick={() => void run()}>
      {busy ? <span className="spinner" aria-hidden="true" /> : null}
      {verb}
    </Button>
  );
}
