"use client";
import { useRouter } from "next/navigation";
import { startTransition, useEffect, useRef } from "react";
import { Button } from "./button";

/** A bug reached the edge: the reference finds it in the portal's log. */
export function Broken({ digest, retry }: { digest?: string; retry: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const router = useRouter();
  // The page is read again from the server, not only drawn again from what it had.
  const again = () =>
    startTransition(() => {
      router.refresh();
      retry();
    });
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className="flex flex-col items-start gap-4">
      <title>Something broke / Homeport</title>
      <h1 ref={heading} tabIndex={-1} className="text-title font-strong">
        Something broke
        {digest ? (
          <>
            , reference <span className="font-mono">{digest}</span>
          </>
        ) : null}
      </h1>
      <p>It is in the portal’s log under this reference. What you did before is safe; try again.</p>
      <Button look="accent" onClick={again}>
        Try again
      </Button>
    </div>
  );
}
