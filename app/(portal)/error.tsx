"use client";
import { Broken } from "@/app/_ui/broken";

export default function PortalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return <Broken digest={error.digest} retry={reset} />;
}
