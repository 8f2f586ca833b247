"use client";
import { useRouter } from "next/navigation";
import { useEffect } from "react";

const LEAST_GAP = 250;
const POLL = 3000;

/** Looks again whenever the portal says that something changed; every three seconds where that stream does not get through. */
export function Live() {
  const router = useRouter();
  useEffect(() => {
    let stream: EventSource | null = null;
    let poll: ReturnType<typeof setInterval> | undefined;
    let soon: ReturnType<typeof setTimeout> | undefined;
    let last = 0;

    const look = () => {
      if (soon) return;
      soon = setTimeout(() => {
        soon = undefined;
        last = Date.now();
        router.refresh();
      }, Math.max(0, last + LEAST_GAP - Date.now()));
    };
    const begin = () => {
      if (document.hidden || stream) return;
      stream = new EventSource("/api/v1/events");
      stream.addEventListener("change", look);
      // What changed since the page was rendered, or while the stream was away, has no event of its own.
      stream.onopen = () => {
        clearInterval(poll);
        look();
      };
      stream.onerror = () => {
        clearInterval(poll);
        poll = setInterval(look, POLL);
      };
    };
    const pause = () => {
      stream?.close();
      stream = null;
      clearInterval(poll);
      clearTimeout(soon);
      soon = undefined;
    };
    const onVisibility = () => {
      if (document.hidden) return pause();
      look();
      begin();
    };
    begin();
    document.addEventListener("visibilitychange", onVisibility);
    return () => {
      document.removeEventListener("visibilitychange", onVisibility);
      pause();
    };
  }, [router]);
  return null;
}
