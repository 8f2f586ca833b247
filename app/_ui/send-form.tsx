"use client";
import { useRef, useState, type FormEvent, type ReactNode } from "react";
import { useReady, useSend } from "@/app/_shell/use-send";
import type { Method, Problem } from "@/app/_shell/client";
import { Button, type Look } from "./button";
import { errorsBefore, fieldOf, focusFirst, FormErrors, type FieldErrors } from "./form-errors";

type Props<T> = {
  method: Method;
  path: string;
  /** What is posted, from the form's fields. */
  body: (fields: FormData) => unknown | Promise<unknown>;
  /** What only this form knows to be wrong, before it is sent. */
  check?: (fields: FormData) => FieldErrors;
  done: (value: T, fields: FormData) => void;
  submit: string;
  look?: Look;
  /** A button beside the submit button: the safe one. */
  beside?: ReactNode;
  label?: string;
  children?: ReactNode;
};

function sentence(problem: Problem): string {
  if (!problem.retryAt || problem.status !== 429) return problem.detail;
  const time = problem.retryAt.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  return `Too many attempts. Try again at ${time}.`;
}

/** A form that posts JSON to the portal's API: errors under their fields, focus on the first, what was typed stays. */
export function SendForm<T>({ method, path, body, check, done, submit, look = "accent", beside, label, children }: Props<T>) {
  const form = useRef<HTMLFormElement>(null);
  const { busy, run, edited } = useSend();
  const [errors, setErrors] = useState<FieldErrors>({});
  const ready = useReady();

  // The focus goes to the first wrong field, whose sentence is read with it; one about no field is read as it appears.
  function show(found: FieldErrors, element: HTMLFormElement) {
    setErrors(found);
    requestAnimationFrame(() => focusFirst(element, found));
  }

  async function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const element = event.currentTarget;
    const fields = new FormData(element);
    const before = { ...check?.(fields), ...errorsBefore(element) };
    if (Object.keys(before).length > 0) return show(before, element);
    setErrors({});
    const answer = await run<T>(method, path, await body(fields));
    if (!answer) return;
    if (answer.ok) return done(answer.value, fields);
    show({ [fieldOf(element, answer.problem.field) ?? ""]: sentence(answer.problem) }, element);
  }

  function onInput(event: FormEvent<HTMLFormElement>) {
    edited();
    const name = event.target instanceof Element ? event.target.getAttribute("name") : null;
    if (name && (errors[name] || errors[""])) setErrors(({ [name]: _gone, "": _form, ...rest }) => rest);
  }

  return (
    <FormErrors value={errors}>
      {/* method=post: should the script not be there yet, nothing that was typed may land in an address. */}
      <form
        ref={form}
        method="post"
        noValidate
        aria-label={label}
        onSubmit={(event) => void onSubmit(event)}
        onInput={onInput}
        className="flex flex-col gap-5"
      >
        {children}
        <div className="flex flex-col gap-3">
          {errors[""] ? (
            <p role="alert" className="text-bad">
              {errors[""]}
            </p>
          ) : null}
          <div className="flex flex-wrap gap-2">
            {beside}
            <Button type="submit" look={look} disabled={!ready} aria-busy={busy}>
              {busy ? <span className="spinner" aria-hidden="true" /> : null}
              {submit}
            </Button>
          </div>
        </div>
      </form>
    </FormErrors>
  );
}
