"use client";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { followChanges } from "./follow-changes";

/**
 * The page looks again whenever the portal says that something changed; not under a dialog that shows something once, which could go with
 * the part of the page that it stands in (an empty list that is none any more). Such a dialog looks again itself when it closes.
 */
export function Live() {
  const router = useRouter();
  useEffect(() => followChanges(() => void (document.querySelector("dialog[open][data-keeps]") === null && router.refresh())), [router]);
  return null;
}
