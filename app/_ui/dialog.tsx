"use client";
import { useId, type ReactNode, type RefObject } from "react";

/** `keeps`: while it is open the page does not look again by itself (app/_ui/live.tsx). */
type Props = {
  dialog: RefObject<HTMLDialogElement | null>;
  id?: string;
  title: string;
  keeps?: boolean;
  onClose?: () => void;
  children: ReactNode;
};

/** The browser's own dialog: it keeps the focus inside, closes on Esc and gives the focus back. */
export function Dialog({ dialog, id, title, keeps, onClose, children }: Props) {
  const heading = useId();
  return (
    <dialog ref={dialog} id={id} aria-labelledby={heading} data-keeps={keeps} onClose={onClose} className="p-5">
      <h2 id={heading} tabIndex={-1} className="mb-3 font-strong">
        {title}
      </h2>
      {children}
    </dialog>
  );
}
