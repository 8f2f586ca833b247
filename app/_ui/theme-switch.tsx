"use client";
import { chooseTheme } from "./choose-theme";
import { THEMES, type Theme } from "./theme";

const words: Record<Theme, string> = { system: "System", light: "Light", dark: "Dark" };

/** System, light or dark: kept in a cookie for a year, so that the server paints it right the next time. */
export function ThemeSwitch({ theme }: { theme: Theme }) {
  return (
    <fieldset className="flex rounded-control border p-0.5 text-small">
      <legend className="sr-only">Theme</legend>
      {THEMES.map((name) => (
        <label
          key={name}
          className="flex-1 rounded-[4px] px-2 py-0.5 text-center text-text-soft has-checked:bg-line has-checked:text-text has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name="theme"
            value={name}
            defaultChecked={name === theme}
            onChange={() => chooseTheme(name)}
            className="sr-only"
          />
          {words[name]}
        </label>
      ))}
    </fieldset>
  );
}
