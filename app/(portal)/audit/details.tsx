import type { FoundEntry } from "@/lib/core/scan-audit";
import { Changes } from "./changes";
import { changesIn, said } from "./facts";

/** What an entry is about that changed one thing as a whole. */
const WHOLE: Readonly<Record<string, string>> = { "user.leave-date": "Leave date", "pool.resize": "IPv4 range" };

/** The action in words; behind it what it was about, to the letter, what changed, and the entry's hash. */
export function Details({ words, entry }: { words: string; entry: FoundEntry }) {
  const { changes, rest } = changesIn(entry.details);
  return (
    <details>
      <summary>{words}</summary>
      {changes.length === 0 ? null : <Changes changes={changes} whole={WHOLE[entry.action] ?? entry.subject} />}
      <dl className="mt-1 mb-2 grid max-w-[720px] grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 text-small">
        {[["action", entry.action], ...rest, ["hash", entry.hash]].map(([name, value]) => (
          <div key={String(name)} className="contents">
            <dt className="text-text-soft">{String(name)}</dt>
            <dd className="font-mono break-all">{said(value)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
