import type { ReactNode } from "react";

export function Properties({ children }: { children: ReactNode }) {
  return <dl className="grid max-w-[720px] grid-cols-1 sm:grid-cols-[184px_minmax(0,1fr)]">{children}</dl>;
}

/** One fact. Nothing is an em dash, which a screen reader is told in a word. */
export function Property({ name, children }: { name: string; children?: ReactNode }) {
  const nothing = children === null || children === undefined || children === "";
  return (
    <div className="contents">
      <dt className="pt-2 pr-4 text-text-soft sm:border-b sm:pb-2">{name}</dt>
      <dd className="min-w-0 border-b pt-0.5 pb-2 sm:pt-2">{nothing ? <Nothing /> : children}</dd>
    </div>
  );
}

export function Nothing() {
  return (
    <span className="text-text-soft">
      <span aria-hidden="true">—</span>
      <span className="sr-only">none</span>
    </span>
  );
}
