"use client";
import { useState } from "react";
import { signOut } from "@/app/_shell/sign-out";
import { useReady } from "@/app/_shell/use-send";
import { Button } from "@/app/_ui/button";

export function SignOut() {
  const [busy, setBusy] = useState(false);
  const ready = useReady();
  async function run() {
    setBusy(true);
    if (!(await signOut())) setBusy(false);
  }
  return (
    <Button disabled={!ready} aria-busy={busy} onClick={() => void run()}>
      Sign out
    </Button>
  );
}
