"use client";
import { createContext } from "react";

/** The sentence under each field, by the field's name. */
export type FieldErrors = Record<string, string>;
export const FormErrors = createContext<FieldErrors>({});

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function controls(form: HTMLFormElement): Control[] {
  return [...form.elements].filter(
    (element): element is Control =>
      element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement,
  );
}

/** What the browser itself can tell before anything is sent; `data-ask` is the field's own sentence for it. */
export function errorsBefore(form: HTMLFormElement): FieldErrors {
  const wrong = controls(form).filter((control) => control.name && !control.validity.valid);
  return Object.fromEntries(wrong.map((control) => [control.name, control.dataset.ask ?? control.validationMessage]));
}

/** The form's field that a problem is about: itself, or the field of lines that "push.routes4.1" or "sites.0.neighbors.1.as" is one line of. */
export function fieldOf(form: HTMLFormElement, name: string | undefined): string | null {
  const names = new Set(controls(form).map((control) => control.name));
  const asked = name ?? "";
  return [asked, asked.replace(/\.\d+(\.\w+)?$/, "")].find((candidate) => candidate && names.has(candidate)) ?? null;
}

export function focusFirst(form: HTMLFormElement, errors: FieldErrors): void {
  controls(form)
    .find((control) => control.name in errors)
    ?.focus();
}
