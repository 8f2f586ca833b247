import type { ReactNode } from "react";

/** A field of a filter, under its small name. */
export function Named({ label, children }: { label: string; children: ReactNode }) {
  return (
    <label className="flex flex-col gap-1 text-small text-text-soft">
      {label}
      {children}
    </label>
  );
}
