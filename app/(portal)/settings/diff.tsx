import type { DiffLine } from "@/lib/lifecycle/line-diff";

const looks = { same: "text-text-soft", gone: "text-bad", new: "text-good" } as const;
const signs = { same: " ", gone: "−", new: "+" } as const;

/** Lines that go and lines that come, each with its sign: never colour alone. */
export function Diff({ label, lines }: { label: string; lines: readonly DiffLine[] }) {
  return (
    <ul aria-label={label} className="overflow-x-auto rounded-control border bg-bg px-3 py-2 font-mono text-small" tabIndex={0}>
      {lines.map(({ mark, text }, index) => (
        <li key={index} className={`flex gap-2 whitespace-pre ${looks[mark]}`}>
          <span aria-hidden="true">{signs[mark]}</span>
          {mark === "same" ? (
            <span>{text}</span>
          ) : mark === "gone" ? (
            <del className="no-underline">{text}</del>
          ) : (
            <ins className="no-underline">{text}</ins>
          )}
          {mark === "same" ? null : <span className="sr-only">{mark === "gone" ? ", goes" : ", comes"}</span>}
        </li>
      ))}
    </ul>
  );
}
