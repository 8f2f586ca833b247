"use client";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect, useId, useRef, type ReactNode } from "react";
import { Icon } from "./icon";

/** Beside a list, over it, with an address of its own: Esc, the cross and the browser's back button lead back to the list. */
export function Panel({ title, back, children }: { title: string; back: string; children: ReactNode }) {
  const panel = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const router = useRouter();
  useEffect(() => {
    const dialog = panel.current;
    if (!dialog) return;
    // The server's HTML shows it without script; with script it keeps the focus inside.
    dialog.close();
    dialog.showModal();
    (dialog.querySelector<HTMLElement>("[data-first]") ?? dialog.querySelector<HTMLElement>("h2"))?.focus();
    return () => dialog.close();
  }, []);
  return (
    <dialog
      ref={panel}
      open
      aria-labelledby={heading}
      className="panel"
      onCancel={(event) => {
        // A picker inside that closes is not the panel.
        if (event.target !== panel.current) return;
        event.preventDefault();
        router.push(back, { scroll: false });
      }}
    >
      <div className="mb-4 flex items-start gap-3">
        <h2 id={heading} tabIndex={-1} className="min-w-0 flex-1 text-title font-strong break-words">
          {title}
        </h2>
        <Link
          href={back}
          prefetch={false}
          scroll={false}
          aria-label="Close panel"
          className="inline-flex size-7 shrink-0 items-center justify-center rounded-control text-text-soft hover:bg-line hover:text-text"
        >
          <Icon name="close" />
        </Link>
      </div>
      {children}
    </dialog>
  );
}
