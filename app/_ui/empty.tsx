import type { ReactNode } from "react";

/** One sentence, one action, no illustration. */
export function Empty({ sentence, children }: { sentence: string; children?: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-3 rounded-card border border-dashed px-4 py-12 text-center">
      <p>{sentence}</p>
      {children}
    </div>
  );
}
