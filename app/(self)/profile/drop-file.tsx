"use client";
import { useEffect, useId, useRef, useState } from "react";

type Props = { ready: boolean; busy: boolean; error: string | null; take: (files: readonly File[]) => void };

/** A file input that a file can be dropped on, too. What is wrong with the file stands under it, and the focus comes back to it. */
export function DropFile({ ready, busy, error, take }: Props) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  useEffect(() => {
    if (error !== null) input.current?.focus();
  }, [error]);

  return (
    <div
      data-drop=""
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take([...event.dataTransfer.files]);
      }}
      className={`flex flex-col gap-2 rounded-card border border-dashed p-5 ${over ? "border-accent bg-surface" : "border-edge"}`}
    >
      <label htmlFor={id} className="font-strong">
        Your .ovpn file
      </label>
      <p id={`${id}-hint`} className="text-small text-text-soft">
        Drop it here, or choose it.
      </p>
      <input
        ref={input}
        id={id}
        type="file"
        accept=".ovpn,.conf,application/x-openvpn-profile"
        disabled={!ready}
        aria-busy={busy}
        aria-invalid={error === null ? undefined : true}
        aria-describedby={`${id}-hint${error === null ? "" : ` ${id}-error`}`}
        onChange={(event) => {
          take([...(event.target.files ?? [])]);
          // The same file may be chosen again.
          event.target.value = "";
        }}
        className="max-w-full text-base file:mr-3 file:h-8 file:rounded-control file:border file:border-edge file:bg-surface file:px-3 file:font-strong file:text-text"
      />
      {error === null ? null : (
        <p id={`${id}-error`} role="alert" className="text-bad">
          {error}
        </p>
      )}
    </div>
  );
}
