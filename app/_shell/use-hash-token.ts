"use client";
import { useEffect, useState } from "react";

/**
 * The token behind the "#" of a link: null while the page does not know yet, "" where there is none. It leaves the address bar
 * at once; this tab keeps it for a reload. It never reaches a path, a query or the history.
 */
export function useHashToken(name: string): string | null {
  const [token, setToken] = useState<string | null>(null);
  useEffect(() => {
    const read = () => {
      const found = window.location.hash.slice(1);
      if (found) sessionStorage.setItem(name, found);
      setToken(found || sessionStorage.getItem(name) || "");
      const clear = () => window.history.replaceState(null, "", window.location.pathname + window.location.search);
      clear();
      // Next keeps an address of its own from the page's start; once its router listens, it forgets the token too.
      setTimeout(clear, 0);
    };
    read();
    const onHash = () => {
      if (window.location.hash.length > 1) read();
    };
    window.addEventListener("hashchange", onHash);
    return () => window.removeEventListener("hashchange", onHash);
  }, [name]);
  return token;
}

export function forgetHashToken(name: string): void {
  sessionStorage.removeItem(name);
}
