const NAME = "single-keys";

/** Whether keys without ⌘ or Ctrl do anything: somebody who speaks to their computer turns them off (WCAG 2.1.4). */
export const singleKeysAreOn = () => localStorage.getItem(NAME) !== "off";
export const turnSingleKeys = (on: boolean) => localStorage.setItem(NAME, on ? "on" : "off");

/** Not while something is typed, chosen or asked. */
export function isFree(event: KeyboardEvent): boolean {
  const busy =
    event.target instanceof Element &&
    event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  return (
    !busy &&
    !event.ctrlKey &&
    !event.metaKey &&
    !event.altKey &&
    !event.defaultPrevented &&
    !document.querySelector("dialog:modal") &&
    singleKeysAreOn()
  );
}
