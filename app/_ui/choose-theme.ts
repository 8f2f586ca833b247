import type { Theme } from "./theme";

/** Kept in a cookie for a year, so that the server paints it right the next time. */
export function chooseTheme(theme: Theme): void {
  document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=lax`;
  document.documentElement.dataset.theme = theme;
  for (const radio of document.querySelectorAll<HTMLInputElement>("input[name=theme]")) radio.checked = radio.value === theme;
}
