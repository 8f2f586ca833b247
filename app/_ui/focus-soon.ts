/** Moves the focus to an element of the page that is about to be there: at most three seconds of looking. */
export function focusSoon(id: string, until = Date.now() + 3000): void {
  const element = document.getElementById(id);
  if (element) element.focus();
  else if (Date.now() < until) setTimeout(() => focusSoon(id, until), 50);
}
