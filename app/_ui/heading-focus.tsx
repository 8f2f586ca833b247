"use client";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";

/** After a move to another page the focus is on its first field where it asks for something, else on its heading. */
export function HeadingFocus() {
  const path = usePathname();
  const before = useRef(path);
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    const main = document.querySelector("main");
    (main?.querySelector<HTMLElement>("[data-first]") ?? main?.querySelector("h1"))?.focus({ preventScroll: true });
  }, [path]);
  return null;
}
