"use client";
import { useState } from "react";
import { send } from "@/app/_shell/client";
import { useReady } from "@/app/_shell/use-send";
import { Button } from "@/app/_ui/button";

export function SignOut() {
  const [busy, setBusy] = useState(false);
  const ready = useReady();
  async function signOut() {
    setBusy(true);
    const answer = await send("POST", "/api/auth/sign-out", {});
    // A whole load of the page: nothing that the last person saw stays in this tab.
    if (answer.ok || answer.problem.status === 401) window.location.assign("/sign-in");
    else setBusy(false);
  }
  return (
    <Button disabled={!ready} aria-busy={busy} onClick={() => void signOut()}>
      Sign out
    </Button>
  );
}
