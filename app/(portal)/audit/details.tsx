import type { FoundEntry } from "@/lib/core/scan-audit";
import { Changes } from "./changes";
import { isRecord, said } from "./facts";

/** The action in words; behind it what it was about, to the letter, what changed, and the entry's hash. */
export function Details({ words, entry }: { words: string; entry: FoundEntry }) {
  const { before, after, ...rest } = isRecord(entry.details) ? entry.details : {};
  const facts = Object.entries(rest).filter(([, value]) => value !== null);
  return (
    <details>
      <summary>{words}</summary>
      {before === undefined && after === undefined ? null : <Changes before={before} after={after} />}
      <dl className="mt-1 mb-2 grid max-w-[720px] grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 text-small">
        {[["action", entry.action], ...facts, ["hash", entry.hash]].map(([name, value]) => (
          <div key={String(name)} className="contents">
            <dt className="text-text-soft">{String(name)}</dt>
            <dd className="font-mono break-all">{said(value)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
