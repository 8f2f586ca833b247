"use client";
import { useCallback, useEffect, useState, type FormEvent, type ReactNode } from "react";
import { Button } from "./button";

/** What is selected: rows by their values, or (`all`) everything that matches the list's search and filters. */
export type Chosen = { values: string[]; all: boolean; count: number; clear: () => void };

type Props = {
  /** The rows' noun in the plural: "users". */
  label: string;
  /** How many match in all, as it is shown ("1,204", "150+"), and as a number; absent where all of them are on this page. */
  matching?: { shown: string; count: number };
  /** What can be done with them, in the bar. From a client component, because functions do not cross from the server. */
  verbs: (chosen: Chosen) => ReactNode;
  children: ReactNode;
};

const boxes = (within: HTMLElement | null) => [...(within?.querySelectorAll<HTMLInputElement>("input[data-pick]") ?? [])];

/** Around a server-rendered table whose rows have a `Pick`: one listener, and a bar while something is selected. */
export function Selection({ label, matching, verbs, children }: Props) {
  const [table, setTable] = useState<HTMLDivElement | null>(null);
  const [values, setValues] = useState<string[]>([]);
  const [onPage, setOnPage] = useState(0);
  const [all, setAll] = useState(false);

  const read = useCallback(() => {
    const found = boxes(table);
    setOnPage(found.length);
    const next = found.filter(({ checked }) => checked).map(({ value }) => value);
    setValues((before) => (before.join("\n") === next.join("\n") ? before : next));
  }, [table]);
  // Rows come and go as the list is read again: what is not on the page any more is not selected any more.
  useEffect(() => {
    // The browser may have kept ticks from before a reload.
    const first = requestAnimationFrame(read);
    const watch = new MutationObserver(read);
    if (table) watch.observe(table, { childList: true, subtree: true });
    return () => {
      cancelAnimationFrame(first);
      watch.disconnect();
    };
  }, [table, read]);

  function set(checked: boolean) {
    for (const box of boxes(table)) box.checked = checked;
    setAll(false);
    read();
  }
  function onChange(event: FormEvent) {
    if (!(event.target instanceof HTMLInputElement) || !event.target.matches("[data-pick]")) return;
    setAll(false);
    read();
  }
  const everything = all && matching !== undefined;
  const chosen: Chosen = { values, all: everything, count: everything ? matching.count : values.length, clear: () => set(false) };

  return (
    <>
      <div ref={setTable} onChange={onChange}>
        {children}
      </div>
      {values.length > 0 ? (
        <section
          aria-label={`Selected ${label}`}
          className="sticky bottom-3 z-20 mt-3 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-card border bg-surface px-3 py-2 shadow-float"
        >
          <p className="tabular-nums">
            <b className="font-strong">{everything ? matching.shown : values.length}</b>{" "}
            {chosen.count === 1 ? label.replace(/s$/, "") : label} selected
          </p>
          {values.length < onPage && !everything ? <Button onClick={() => set(true)}>Select all {onPage} on this page</Button> : null}
          {matching && matching.count > onPage && values.length === onPage && !everything ? (
            <Button onClick={() => setAll(true)}>Select all {matching.shown} that match</Button>
          ) : null}
          <div className="flex basis-full flex-wrap items-center gap-2 sm:flex-1 sm:basis-0 sm:justify-end">
            {verbs(chosen)}
            <Button onClick={() => set(false)}>Clear selection</Button>
          </div>
        </section>
      ) : null}
    </>
  );
}
