import { Breakable } from "./breakable";
import { Icon } from "./icon";

/** Becomes a check for two seconds (app/_ui/behaviour.tsx). Works without being hydrated one by one. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  return (
    <button
      type="button"
      data-copy={text}
      aria-label={`Copy ${what}`}
      title={`Copy ${what}`}
      className="-my-0.5 inline-flex size-6 shrink-0 items-center justify-center rounded-control text-text-soft hover:bg-line hover:text-text"
    >
      <Icon name="copy" className="copy" />
      <Icon name="check" className="copied" />
    </button>
  );
}

/** An address, serial, fingerprint or command: mono, with a button that copies it. */
export function Copyable({ text, what, line }: { text: string; what: string /** In one line where the page is wide. */; line?: boolean }) {
  return (
    <span className="inline-flex max-w-full items-center gap-1">
      <span
        className={`min-w-0 font-mono text-small wrap-anywhere ${line ? "@min-[960px]/page:whitespace-nowrap @min-[960px]/page:[&>wbr]:hidden" : ""}`}
      >
        <Breakable text={text} />
      </span>
      <CopyButton text={text} what={what} />
    </span>
  );
}
