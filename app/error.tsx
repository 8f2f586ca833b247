"use client";
import { Broken } from "./_ui/broken";

export default function RootError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="mx-auto max-w-[720px] px-4 py-10">
      <Broken digest={error.digest} retry={reset} />
    </main>
  );
}
