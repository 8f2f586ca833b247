import { beginVerbs, COMMANDS, findCommands, matches, readVerb, type Deed, type UserVerb } from "./commands";
import type { Found } from "./use-found";

export type Option = {
  id: string;
  group: string;
  name: string;
  note?: string;
  keys?: string;
  deed: Deed | { kind: "button"; button: HTMLElement };
};

const userPath = (username: string) => `/users/${encodeURIComponent(username)}`;

function userOptions({ users }: Found, verb: UserVerb | null): Option[] {
  return users.map(({ username, name, state }) => ({
    id: `user-${username}`,
    group: verb ? "Do" : "Users",
    name: verb ? `${verb.verb} ${name}` : name,
    note: state === "active" ? username : `${username}, ${state}`,
    deed: verb ? { kind: "press", href: userPath(username), button: verb.button } : { kind: "go", href: userPath(username) },
  }));
}

function foundOptions(found: Found, verb: UserVerb | null): Option[] {
  const people = userOptions(found, verb);
  if (verb) return people;
  const devices = found.devices.map(
    ({ username, userName, name, ipv4, ipv6, removed }): Option => ({
      id: `device-${username}-${name}`,
      group: "Devices",
      name: `${userName}: ${name}`,
      note: `${ipv4} ${ipv6}${removed ? ", removed" : ""}`,
      deed: { kind: "go", href: userPath(username) },
    }),
  );
  const nodes = found.nodes.map(
    ({ name, address, state }): Option => ({
      id: `node-${name}`,
      group: "Nodes",
      name,
      note: state === "active" ? address : `${address}, ${state}`,
      deed: { kind: "go", href: `/nodes/${encodeURIComponent(name)}` },
    }),
  );
  return [...people, ...devices, ...nodes];
}

type Asked = { typed: string; allowed: readonly string[]; found: Found; buttons: readonly { name: string; button: HTMLElement }[] };

/** What the menu offers for what was typed: this page's own buttons first, then commands, then people and things. Groups stay together. */
export function commandOptions({ typed, allowed, found, buttons }: Asked): Option[] {
  const { verb } = readVerb(typed, allowed);
  const here = buttons
    .filter(({ name }) => matches(typed, name) && !COMMANDS.some((command) => command.name === name))
    .map(({ name, button }): Option => ({ id: `here-${name}`, group: "On this page", name, deed: { kind: "button", button } }));
  const commands = findCommands(typed, allowed).map(
    ({ name, group, keys, deed }): Option => ({ id: `command-${name}`, group, name, keys, deed }),
  );
  const begun = beginVerbs(typed, allowed).map(
    ({ label, word }): Option => ({
      id: `begin-${word}`,
      group: "Do",
      name: label,
      note: "then a name",
      deed: { kind: "type", text: `${word} ` },
    }),
  );
  const all = [...here, ...commands, ...begun, ...foundOptions(found, verb)];
  const groups = [...new Set(all.map(({ group }) => group))];
  return groups.flatMap((group) => all.filter((option) => option.group === group));
}
