import { say } from "./say";
import type { Tone } from "./state";

export type Toast = { sentence: string; tone?: Tone; action?: { label: string; run: () => void } };
export type ShownToast = Toast & { id: number };

// One list for the page: what shows it (app/_ui/toasts.tsx) is one part of the root layout, what adds to it is everywhere.
let shown: readonly ShownToast[] = [];
let last = 0;
const listeners = new Set<() => void>();

function set(next: readonly ShownToast[]): void {
  shown = next;
  for (const listener of listeners) listener();
}

/** Says what happened, for eight seconds, without being in the way. Never a secret, and never where a form can say it. */
export function toast(what: Toast): void {
  set([...shown, { ...what, id: ++last }].slice(-3));
  say(what.action ? `${what.sentence} ${what.action.label}: press Z.` : what.sentence);
}

export function closeToast(id: number): void {
  set(shown.filter((one) => one.id !== id));
}

export function onToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const shownToasts = () => shown;
const none: readonly ShownToast[] = [];
export const noToasts = () => none;
