"use client";
import { useContext, useId, type ComponentProps, type ReactNode } from "react";
import { FormErrors } from "./form-errors";

type Frame = { name: string; label: string; hint?: ReactNode; optional?: boolean };

function useFrame({ name, hint }: Frame) {
  const id = useId();
  const error = useContext(FormErrors)[name];
  const describedBy = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ") || undefined;
  return { id, error, control: { id, name, "aria-describedby": describedBy, "aria-invalid": error ? true : undefined } };
}

function Framed({ frame, id, error, children }: { frame: Frame; id: string; error?: string; children: ReactNode }) {
  return (
    <div className="flex max-w-[480px] flex-col gap-1">
      <label htmlFor={id} className="font-strong">
        {frame.label}
        {frame.optional ? <span className="font-normal text-text-soft"> (optional)</span> : null}
      </label>
      {frame.hint ? (
        <p id={`${id}-hint`} className="text-small text-text-soft">
          {frame.hint}
        </p>
      ) : null}
      {children}
      {error ? (
        <p id={`${id}-error`} className="text-small text-bad">
          {error}
        </p>
      ) : null}
    </div>
  );
}

/** `ask` is the sentence shown when the browser itself finds the value missing or of the wrong form. */
type Own = Frame & { ask?: string; mono?: boolean };

export function Field({ label, hint, optional, ask, mono, ...rest }: Own & Omit<ComponentProps<"input">, "name">) {
  const frame = { name: rest.name, label, hint, optional };
  const { id, error, control } = useFrame(frame);
  return (
    <Framed frame={frame} id={id} error={error}>
      <input
        type="text"
        autoComplete="off"
        {...rest}
        {...control}
        data-ask={ask}
        className={`field-input ${mono ? "font-mono text-small" : ""}`}
      />
    </Framed>
  );
}

/** Several values, one a line. */
export function Lines({ label, hint, optional, ask, ...rest }: Own & Omit<ComponentProps<"textarea">, "name">) {
  const frame = { name: rest.name, label, hint, optional };
  const { id, error, control } = useFrame(frame);
  return (
    <Framed frame={frame} id={id} error={error}>
      <textarea
        rows={2}
        autoComplete="off"
        spellCheck={false}
        {...rest}
        {...control}
        data-ask={ask}
        className="field-input font-mono text-small"
      />
    </Framed>
  );
}

export function Choice({ label, hint, optional, ask, children, ...rest }: Own & Omit<ComponentProps<"select">, "name">) {
  const frame = { name: rest.name, label, hint, optional };
  const { id, error, control } = useFrame(frame);
  return (
    <Framed frame={frame} id={id} error={error}>
      <select {...rest} {...control} data-ask={ask} className="field-input">
        {children}
      </select>
    </Framed>
  );
}
