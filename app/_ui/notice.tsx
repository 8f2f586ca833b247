import type { ReactNode } from "react";

const sides = { neutral: "border-l-edge", good: "border-l-good", attention: "border-l-attention", bad: "border-l-bad" } as const;

export function Notice({ tone = "neutral", title, children }: { tone?: keyof typeof sides; title?: string; children: ReactNode }) {
  return (
    <div className={`max-w-[720px] rounded-card border border-l-4 bg-surface px-4 py-3 ${sides[tone]}`}>
      {title ? <p className="font-strong">{title}</p> : null}
      <div className="flex flex-col gap-2">{children}</div>
    </div>
  );
}
