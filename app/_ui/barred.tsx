import { useId } from "react";
import { buttonClass } from "./button";

/** An action that is not possible now: still in its place, still reachable, and it says why. */
export function Barred({ verb, reason, name }: { verb: string; reason: string; name?: string }) {
  const id = useId();
  return (
    <>
      <button
        type="button"
        aria-disabled="true"
        aria-label={name}
        aria-describedby={id}
        title={reason}
        className={`${buttonClass()} cursor-not-allowed! text-text-soft! hover:bg-surface!`}
      >
        {verb}
      </button>
      <span id={id} className="sr-only">
        {reason}
      </span>
    </>
  );
}
