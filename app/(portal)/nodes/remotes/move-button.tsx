"use client";

type Props = {
  id: string;
  way: "up" | "down";
  what: string;
  end: boolean;
  noWrite: string | null;
  ready: boolean;
  busy: boolean;
  press: () => void;
};

/** Moves a line by one place. At the end of the list it stays where it is and says so. */
export function MoveButton({ id, way, what, end, noWrite, ready, busy, press }: Props) {
  const reason = noWrite ?? (end ? (way === "up" ? "It is the first already." : "It is the last already.") : null);
  return (
    <>
      <button
        type="button"
        id={id}
        disabled={!ready}
        aria-label={`Move ${what} ${way}`}
        aria-busy={busy}
        aria-disabled={reason === null ? undefined : true}
        aria-describedby={reason === null ? undefined : `${id}-why`}
        title={reason ?? `Move ${way}`}
        onClick={() => reason === null && press()}
        className="-my-0.5 inline-flex size-7 items-center justify-center rounded-control text-text-soft hover:bg-line hover:text-text aria-disabled:cursor-not-allowed! aria-disabled:opacity-50 aria-disabled:hover:bg-transparent"
      >
        {busy ? (
          <span className="spinner" aria-hidden="true" />
        ) : (
          <svg viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" strokeWidth="1.4" aria-hidden="true">
            <path d={way === "up" ? "M8 13V3M4 7l4-4 4 4" : "M8 3v10M4 9l4 4 4-4"} />
          </svg>
        )}
      </button>
      {reason === null ? null : (
        <span id={`${id}-why`} className="sr-only">
          {reason}
        </span>
      )}
    </>
  );
}
