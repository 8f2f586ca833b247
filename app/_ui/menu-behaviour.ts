import type { Act } from "./act";

const items = (menu: Element) => [...menu.querySelectorAll<HTMLElement>("a[href], button")];
const openMenu = () => document.querySelector<HTMLElement>("[data-menu]:popover-open");

/** Under its button, by the right edge; above it where there is no room below. Closed when its button is out of sight. */
function place(menu: HTMLElement): void {
  const button = document.querySelector<HTMLElement>(`[popovertarget="${CSS.escape(menu.id)}"]`);
  if (!button) return;
  const { top, bottom, right } = button.getBoundingClientRect();
  if (bottom < 0 || top > innerHeight) return menu.hidePopover();
  const below = bottom + 4 + menu.offsetHeight <= innerHeight;
  menu.style.top = `${Math.max(8, below ? bottom + 4 : top - 4 - menu.offsetHeight)}px`;
  menu.style.left = `${Math.max(8, right - menu.offsetWidth)}px`;
}

function onToggle(event: Event): void {
  if (!(event.target instanceof HTMLElement) || !event.target.matches("[data-menu]:popover-open")) return;
  place(event.target);
  items(event.target)[0]?.focus();
}

function onKey(event: KeyboardEvent): void {
  const menu = openMenu();
  if (!menu || !["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) return;
  event.preventDefault();
  const all = items(menu);
  const at = all.findIndex((one) => one === document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key] ?? 0;
  all.at(next % all.length)?.focus();
}

/** What a button's `data-act` says: written by app/_ui/row-menu.tsx from an `Act`, and by nothing that comes from outside. */
async function onClick(event: MouseEvent, refresh: () => void): Promise<void> {
  const target = event.target instanceof Element ? event.target : null;
  const menu = target?.closest<HTMLElement>("[data-menu]");
  if (menu && target?.closest("a[href], [data-act]")) menu.hidePopover();
  const link = target?.closest<HTMLAnchorElement>("a[data-press]");
  if (link?.dataset.press) (await import("./press")).pressSoon(link.dataset.press, link.pathname);
  const text = target?.closest<HTMLElement>("[data-act]")?.dataset.act;
  if (text === undefined) return;
  // Safe: the only writer is MenuAction, whose properties are an Act.
  const what = JSON.parse(text) as Act;
  const { act } = await import("./act");
  await act(what, refresh);
}

/** All menus of the page, in one place. Returns what ends it. */
export function followMenus(refresh: () => void): () => void {
  const click = (event: MouseEvent) => void onClick(event, refresh);
  const follow = () => {
    const menu = openMenu();
    if (menu) place(menu);
  };
  // "toggle" does not bubble: it is heard on its way down. So is a scroll, also of a table that is wider than the page; it may still be
  // under way when the button is clicked, so it must not close what was just opened.
  document.addEventListener("toggle", onToggle, true);
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", click);
  addEventListener("scroll", follow, { passive: true, capture: true });
  return () => {
    document.removeEventListener("toggle", onToggle, true);
    document.removeEventListener("keydown", onKey);
    document.removeEventListener("click", click);
    removeEventListener("scroll", follow, { capture: true });
  };
}
