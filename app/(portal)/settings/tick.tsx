"use client";
import { useContext, useId, type ReactNode } from "react";
import { FormErrors } from "@/app/_ui/form-errors";

/** Yes or no: a native checkbox with its name and what it means. */
export function Tick({ name, label, hint, defaultChecked }: { name: string; label: string; hint: ReactNode; defaultChecked: boolean }) {
  const id = useId();
  const error = useContext(FormErrors)[name];
  return (
    <div className="flex max-w-[480px] gap-2">
      <input
        type="checkbox"
        id={id}
        name={name}
        defaultChecked={defaultChecked}
        aria-describedby={`${id}-hint${error ? ` ${id}-error` : ""}`}
        aria-invalid={error ? true : undefined}
        className="mt-0.5 size-4 shrink-0 accent-accent"
      />
      <div className="flex min-w-0 flex-col gap-1">
        <label htmlFor={id} className="font-strong">
          {label}
        </label>
        <p id={`${id}-hint`} className="text-small text-text-soft">
          {hint}
        </p>
        {error ? (
          <p id={`${id}-error`} className="text-small text-bad">
            {error}
          </p>
        ) : null}
      </div>
    </div>
  );
}
