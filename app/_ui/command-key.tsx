"use client";
import { lazy, Suspense, useEffect, useState } from "react";

// Neither code nor data of the menu is there before it is asked for.
const CommandMenu = lazy(() => import("./command-menu"));

/** ⌘K, Ctrl+K, or a button with `data-command`: goes anywhere and does anything that this account may. */
export function CommandKey({ allowed }: { allowed: readonly string[] }) {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey) || event.shiftKey || event.altKey) return;
      // What asks a question is answered or closed first.
      if (document.querySelector("dialog:modal:not([data-commands])")) return;
      event.preventDefault();
      setOpen(true);
    };
    const onClick = (event: MouseEvent) => {
      if (event.target instanceof Element && event.target.closest("[data-command]")) setOpen(true);
    };
    document.addEventListener("keydown", onKey);
    document.addEventListener("click", onClick);
    return () => {
      document.removeEventListener("keydown", onKey);
      document.removeEventListener("click", onClick);
    };
  }, []);
  if (!open) return null;
  return (
    <Suspense>
      <CommandMenu allowed={allowed} closed={() => setOpen(false)} />
    </Suspense>
  );
}
