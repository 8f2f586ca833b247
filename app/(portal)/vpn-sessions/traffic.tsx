"use client";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { portalIsUp } from "@/app/_ui/follow-changes";

/** Nodes say every 10 s how much went through each VPN session. */
const EVERY_MS = 10_000;

/** Numbers that rise are no change that every open page must hear of: the page that shows them looks again by itself, while it is seen. */
export function Traffic() {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.hidden || document.querySelector("dialog[open][data-keeps]") !== null) return;
      void portalIsUp().then((up) => up && router.refresh());
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [router]);
  return null;
}
