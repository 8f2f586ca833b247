import type { AuditPage } from "@/lib/core/read-audit";

type Entry = AuditPage["entries"][number];

const shown = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** The action in words; behind it what it was about, to the letter, and the entry's hash. */
export function Details({ words, entry }: { words: string; entry: Entry }) {
  const facts =
    typeof entry.details === "object" && entry.details !== null ? Object.entries(entry.details).filter(([, value]) => value !== null) : [];
  return (
    <details>
      <summary>{words}</summary>
      <dl className="mt-1 mb-2 grid max-w-[720px] grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 text-small">
        {[["action", entry.action], ...facts, ["hash", entry.hash]].map(([name, value]) => (
          <div key={String(name)} className="contents">
            <dt className="text-text-soft">{String(name)}</dt>
            <dd className="font-mono break-all">{shown(value)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
