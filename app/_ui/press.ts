const nameOf = (button: HTMLElement) => (button.getAttribute("aria-label") ?? button.innerText).trim();

const BUTTONS = "main button:not(:disabled, [aria-disabled=true], [data-copy], [popovertarget])";
const ELSEWHERE = "table, dialog, [popover], form, nav, section[aria-label^='Selected']";

/** What this page offers to do, as its own buttons and the links in its head say it: those above the tables, not in them, and not barred. */
export function pageButtons(): { name: string; button: HTMLElement }[] {
  const all = document.querySelectorAll<HTMLElement>(`${BUTTONS}, main > header a[href]`);
  const names = new Set<string>();
  return [...all].flatMap((button) => {
    const name = nameOf(button);
    if (!name || names.has(name) || button.closest(ELSEWHERE)) return [];
    if (!button.checkVisibility()) return [];
    names.add(name);
    return [{ name, button }];
  });
}

/** Presses the button of that name as soon as the page that has it is there; ten seconds at most. */
export function pressSoon(name: string, path: string): void {
  const until = Date.now() + 10_000;
  const look = () => {
    const found = location.pathname === path ? pageButtons().find((one) => one.name === name) : undefined;
    if (found) found.button.click();
    else if (Date.now() < until) setTimeout(look, 60);
  };
  look();
}
