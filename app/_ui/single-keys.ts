const NAME = "single-keys";

/** Whether keys without ⌘ or Ctrl do anything: somebody who speaks to their computer turns them off (WCAG 2.1.4). */
export const singleKeysAreOn = () => localStorage.getItem(NAME) !== "off";
export const turnSingleKeys = (on: boolean) => localStorage.setItem(NAME, on ? "on" : "off");

const FIELDS = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

/** Not while something is typed, chosen or asked. A field of a dialog that has just closed may have the focus for one more moment. */
export function isFree(event: KeyboardEvent): boolean {
  const field = event.target instanceof Element ? event.target.closest(FIELDS) : null;
  const busy = field !== null && !field.closest("dialog:not([open])");
  const held = event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented;
  return !busy && !held && !document.querySelector("dialog:modal") && singleKeysAreOn();
}
