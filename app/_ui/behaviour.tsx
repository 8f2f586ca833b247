"use client";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { copyText } from "./copy-text";
import { followMenus } from "./menu-behaviour";
import { ago } from "./moments";
import { say } from "./say";

async function copyFrom(target: EventTarget | null): Promise<void> {
  const button = target instanceof Element ? target.closest<HTMLElement>("[data-copy]") : null;
  const text = button?.dataset.copy;
  if (!button || text === undefined) return;
  if (!(await copyText(text))) return say("Could not copy");
  button.dataset.copied = "";
  say("Copied");
  setTimeout(() => delete button.dataset.copied, 2000);
}

function tick(): void {
  for (const element of document.querySelectorAll<HTMLTimeElement>("time[data-ago]")) {
    const text = ago(new Date(element.dateTime), new Date());
    if (element.textContent !== text) element.textContent = text;
  }
}

/**
 * What the whole page does in one place, so that no row of a table needs script of its own: copy buttons (`data-copy`),
 * menus (`data-menu`), relative times that go on (`data-ago`), and the time zone, told to the server by a cookie.
 */
export function Behaviour() {
  const router = useRouter();
  useEffect(() => {
    const onClick = (event: MouseEvent) => void copyFrom(event.target);
    document.addEventListener("click", onClick);
    const endMenus = followMenus(() => router.refresh());
    const timer = setInterval(tick, 5000);
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!document.cookie.split("; ").includes(`zone=${encodeURIComponent(zone)}`)) {
      document.cookie = `zone=${encodeURIComponent(zone)}; path=/; max-age=31536000; samesite=lax`;
      router.refresh();
    }
    return () => {
      document.removeEventListener("click", onClick);
      clearInterval(timer);
      endMenus();
    };
  }, [router]);
  return null;
}
