"use client";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { Button } from "./button";
import { Icon } from "./icon";
import { closeToast, noToasts, onToasts, shownToasts, type ShownToast } from "./toast";

const STAYS = 8000;
const edges = { neutral: "", good: "border-l-good", attention: "border-l-attention", bad: "border-l-bad", muted: "" } as const;

function Note({ note, paused }: { note: ShownToast; paused: boolean }) {
  const left = useRef(STAYS);
  useEffect(() => {
    if (paused) return;
    const from = Date.now();
    const timer = setTimeout(() => closeToast(note.id), left.current);
    return () => {
      clearTimeout(timer);
      left.current = Math.max(1500, left.current - (Date.now() - from));
    };
  }, [note.id, paused]);
  const { sentence, tone = "neutral", action } = note;
  return (
    <li
      className={`flex items-center gap-3 rounded-card border border-l-4 bg-surface py-2 pr-2 pl-3 shadow-float ${edges[tone]}`}
      data-toast={note.id}
    >
      <p className="min-w-0 flex-1 break-words">{sentence}</p>
      {action ? (
        <Button
          data-toast-action=""
          onClick={() => {
            closeToast(note.id);
            action.run();
          }}
        >
          {action.label}
        </Button>
      ) : null}
      <button
        type="button"
        aria-label="Close notice"
        onClick={() => closeToast(note.id)}
        className="inline-flex size-6 shrink-0 items-center justify-center rounded-control text-text-soft hover:bg-line hover:text-text"
      >
        <Icon name="close" />
      </button>
    </li>
  );
}

/** Notices in the corner: they wait while one points at them or stands in them, and Esc closes the last. */
export function Toasts() {
  const notes = useSyncExternalStore(onToasts, shownToasts, noToasts);
  const [paused, setPaused] = useState(false);
  useEffect(() => {
    if (notes.length === 0) return;
    const onKey = (event: KeyboardEvent) => {
      // What is open above the page is closed first.
      if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open], [popover]:popover-open")) return;
      const newest = notes.at(-1);
      if (newest) closeToast(newest.id);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [notes]);
  if (notes.length === 0) return null;
  return (
    <section
      aria-label="Notices"
      onPointerEnter={() => setPaused(true)}
      onPointerLeave={() => setPaused(false)}
      onFocus={() => setPaused(true)}
      onBlur={() => setPaused(false)}
      className="fixed right-4 bottom-4 left-4 z-40 sm:left-auto sm:w-[400px]"
    >
      <ul className="flex flex-col gap-2">
        {notes.map((note) => (
          <Note key={note.id} note={note} paused={paused} />
        ))}
      </ul>
    </section>
  );
}
