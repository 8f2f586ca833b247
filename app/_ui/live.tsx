"use client";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { followChanges } from "./follow-changes";

/** The page looks again whenever the portal says that something changed. */
export function Live() {
  const router = useRouter();
  useEffect(() => followChanges(() => router.refresh()), [router]);
  return null;
}
