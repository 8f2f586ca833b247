import Link from "next/link";
import { useId, type ReactNode } from "react";
import type { Act } from "./act";
import { Icon } from "./icon";

const item =
  "flex h-8 w-full items-center rounded-control px-2 text-left whitespace-nowrap hover:bg-line focus-visible:bg-line aria-disabled:text-text-soft aria-disabled:cursor-not-allowed!";

/**
 * "⋯" at the end of a row: a native popover, opened and closed by the browser. app/_ui/menu-behaviour.ts puts it beside its button,
 * moves by arrow keys and does what a `MenuAction` says, for all menus of the page at once.
 */
export function RowMenu({ label, children }: { label: string; children: ReactNode }) {
  const id = useId();
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        aria-label={label}
        title={label}
        className="-my-0.5 inline-flex size-7 items-center justify-center rounded-control text-text-soft hover:bg-line hover:text-text"
      >
        <Icon name="more" />
      </button>
      <div id={id} popover="auto" data-menu="" role="group" aria-label={label} className="menu">
        {children}
      </div>
    </>
  );
}

/** `presses`: the name of a button of the page that it leads to, which asks what has to be asked. */
export function MenuLink({ href, presses, children }: { href: string; presses?: string; children: ReactNode }) {
  return (
    <Link href={href} prefetch={false} data-press={presses} className={item}>
      {children}
    </Link>
  );
}

/** One click, for what can be taken back; what loses something is a `MenuLink` to the page that asks first. */
export function MenuAction({ verb, ...what }: Act & { verb: string }) {
  return (
    <button type="button" data-act={JSON.stringify(what)} className={item}>
      {verb}
    </button>
  );
}

/** Not possible now, and why. */
export function MenuBarred({ verb, reason }: { verb: string; reason: string }) {
  const id = useId();
  return (
    <button type="button" aria-disabled="true" aria-describedby={id} title={reason} className={item}>
      {verb}
      <span id={id} className="sr-only">
        {reason}
      </span>
    </button>
  );
}
