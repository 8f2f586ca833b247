import type { Permission } from "@/lib/core/permissions";
import { PLACES } from "./places";
import { THEMES, type Theme } from "./theme";

export type Deed =
  | { kind: "go"; href: string }
  | { kind: "press"; href: string; button: string }
  | { kind: "theme"; theme: Theme }
  | { kind: "type"; text: string }
  | { kind: "sign-out" }
  | { kind: "keys" };
export type Command = { name: string; group: "Go to" | "Do"; words?: string; keys?: string; needs?: Permission; deed: Deed };

const themeWords: Record<Theme, string> = { system: "Use the system’s theme", light: "Use light theme", dark: "Use dark theme" };

const deeds: readonly Command[] = [
  { name: "Add user", group: "Do", needs: "users.write", words: "new onboard person", deed: { kind: "go", href: "/users/new" } },
  { name: "Import users", group: "Do", needs: "users.write", words: "csv bulk onboard", deed: { kind: "go", href: "/users/import" } },
  { name: "Add node", group: "Do", needs: "nodes.write", words: "new server join", deed: { kind: "go", href: "/nodes/new" } },
  {
    name: "Restart all nodes",
    group: "Do",
    needs: "nodes.write",
    words: "rolling openvpn rollout",
    deed: { kind: "press", href: "/nodes/rollouts", button: "Restart all nodes" },
  },
  {
    name: "Invite account",
    group: "Do",
    needs: "accounts.write",
    words: "admin operator auditor new",
    deed: { kind: "press", href: "/accounts", button: "Invite account" },
  },
  {
    name: "Create API token",
    group: "Do",
    needs: "accounts.write",
    words: "new program key",
    deed: { kind: "press", href: "/accounts/tokens", button: "Create token" },
  },
  {
    name: "Verify audit log",
    group: "Do",
    needs: "audit.read",
    words: "chain tampered",
    deed: { kind: "press", href: "/audit", button: "Verify log" },
  },
  { name: "Change settings", group: "Do", needs: "settings.write", words: "dns routes profile", deed: { kind: "go", href: "/settings" } },
  ...THEMES.map(
    (theme): Command => ({ name: themeWords[theme], group: "Do", words: "colours appearance", deed: { kind: "theme", theme } }),
  ),
  { name: "Show keyboard shortcuts", group: "Do", keys: "?", words: "help keys", deed: { kind: "keys" } },
  { name: "Sign out", group: "Do", words: "log out leave", deed: { kind: "sign-out" } },
];

/** Everything that can be gone to and done from everywhere, before it is known who asks. */
export const COMMANDS: readonly Command[] = [
  ...PLACES.map(
    ({ href, name, key, needs, words }): Command => ({
      name,
      group: "Go to",
      keys: key ? `G ${key.toUpperCase()}` : undefined,
      needs,
      words,
      deed: { kind: "go", href },
    }),
  ),
  ...deeds,
];

const wordsOf = (text: string) =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}.@:-]+/u)
    .filter(Boolean);

/** Whether each word that was typed begins a word of the text. */
export function matches(typed: string, text: string): boolean {
  const words = wordsOf(text);
  return wordsOf(typed).every((part) => words.some((word) => word.startsWith(part)));
}

/** The commands that this account may use and that match; those whose name itself matches come first. */
export function findCommands(typed: string, allowed: readonly string[]): Command[] {
  const found = COMMANDS.filter(
    (command) => (!command.needs || allowed.includes(command.needs)) && matches(typed, `${command.name} ${command.words ?? ""}`),
  );
  if (!typed.trim()) return found;
  return found.toSorted((a, b) => Number(matches(typed, b.name)) - Number(matches(typed, a.name)));
}

/** What can be done to a user from anywhere: "offboard ann" finds Ann and leads to the question on her page. */
const USER_VERBS = [
  { word: "offboard", verb: "Offboard", label: "Offboard a user", button: "Offboard user", needs: "users.write" },
  { word: "suspend", verb: "Suspend", label: "Suspend a user", button: "Suspend user", needs: "users.write" },
  { word: "resume", verb: "Resume", label: "Resume a user", button: "Resume user", needs: "users.write" },
  { word: "edit", verb: "Edit", label: "Edit a user", button: "Edit user", needs: "users.write" },
  { word: "add device to", verb: "Add device to", label: "Add a device to a user", button: "Add device", needs: "devices.write" },
  { word: "add device", verb: "Add device to", label: null, button: "Add device", needs: "devices.write" },
] as const;
export type UserVerb = (typeof USER_VERBS)[number];

/** Verbs that match what was typed so far, and want a name next; none once one of them stands there whole. */
export function beginVerbs(typed: string, allowed: readonly string[]): { label: string; word: string }[] {
  if (readVerb(typed, allowed).verb) return [];
  return USER_VERBS.flatMap(({ label, word, needs }) =>
    label && allowed.includes(needs) && matches(typed, label) ? [{ label, word }] : [],
  );
}

/** Splits "offboard ann" into the verb and whom it is about; without a verb everything is looked for. */
export function readVerb(typed: string, allowed: readonly string[]): { verb: UserVerb | null; rest: string } {
  const text = typed.trimStart().toLowerCase();
  const verb = USER_VERBS.find(({ word, needs }) => text.startsWith(`${word} `) && allowed.includes(needs)) ?? null;
  return { verb, rest: verb ? typed.trimStart().slice(verb.word.length).trim() : typed.trim() };
}
