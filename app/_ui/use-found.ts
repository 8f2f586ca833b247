"use client";
import { useEffect, useState } from "react";

export type Found = {
  users: { username: string; name: string; state: string }[];
  devices: { username: string; userName: string; name: string; ipv4: string; ipv6: string; removed: boolean }[];
  nodes: { name: string; address: string; state: string }[];
};
const NOTHING: Found = { users: [], devices: [], nodes: [] };
const PAUSE = 90;

/** What the portal knows by these words; what was found before stays until the answer is there. */
export function useFound(words: string): { found: Found; busy: boolean } {
  const [answer, setAnswer] = useState<{ words: string; found: Found }>({ words: "", found: NOTHING });
  useEffect(() => {
    if (!words) return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      fetch(`/api/v1/search?${new URLSearchParams({ q: words })}`, { signal: stop.signal, cache: "no-store" })
        .then(async (response) => {
          // Safe: the portal's own answer, whose shape app/api/v1/search/route.ts declares.
          const found = response.ok ? ((await response.json()) as Found) : NOTHING;
          setAnswer({ words, found });
        })
        .catch(() => {
          if (!stop.signal.aborted) setAnswer({ words, found: NOTHING });
        });
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [words]);
  if (!words) return { found: NOTHING, busy: false };
  return { found: answer.found, busy: answer.words !== words };
}
