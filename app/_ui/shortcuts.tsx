"use client";
import { useRouter } from "next/navigation";
import { lazy, Suspense, useEffect, useState } from "react";
import { PLACES } from "./places";
import { isFree } from "./single-keys";

const ShortcutList = lazy(() => import("./shortcut-list"));
/** How long `g` waits for its second key. */
const CHORD = 1500;

/** Where a page has no search of its own: the button on the screen that opens the command menu. */
const commandButton = () => [...document.querySelectorAll<HTMLElement>("[data-command]")].find((button) => button.checkVisibility());

/** `/` goes to the search, `g` and a letter to a page, `z` takes the last thing back, `?` shows all of them. */
export function Shortcuts() {
  const router = useRouter();
  const [listed, setListed] = useState(false);
  useEffect(() => {
    let chord = 0;
    const show = () => setListed(true);
    const pressed: Record<string, () => void> = {
      "/": () => (document.querySelector<HTMLElement>("main [aria-keyshortcuts='/']") ?? commandButton())?.focus(),
      "?": show,
      g: () => (chord = Date.now()),
      z: () => [...document.querySelectorAll<HTMLElement>("[data-toast-action]")].at(-1)?.click(),
    };
    const onKey = (event: KeyboardEvent) => {
      if (!isFree(event)) return;
      const second = Date.now() - chord < CHORD ? PLACES.find(({ key }) => key === event.key) : undefined;
      chord = 0;
      if (second) router.push(second.href);
      const run = second ? undefined : pressed[event.key];
      run?.();
      if (second || run) event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    document.addEventListener("homeport:keys", show);
    return () => {
      document.removeEventListener("keydown", onKey);
      document.removeEventListener("homeport:keys", show);
    };
  }, [router]);
  if (!listed) return null;
  return (
    <Suspense>
      <ShortcutList closed={() => setListed(false)} />
    </Suspense>
  );
}
