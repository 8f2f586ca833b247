import { Option } from "commander";

/** @typedef {Record<string, string>} Filter */

/** The filters of the list of users, all of which combine: as the API has them. */
const FILTERS = {
  state: { words: ["active", "suspended", "offboarded"], says: "only those in this state" },
  connected: { words: ["yes", "no"], says: "whether a device of theirs has a VPN session" },
  invitation: { words: ["unused", "none"], says: "whether a link was made for them that nobody has used" },
  leaves: { words: ["soon", "yes", "no"], says: "whether they have a leave date; soon: within 30 days" },
  devices: { words: ["some", "none"], says: "whether they have a device" },
};

/** @param {import("commander").Command} command */
export function addFilters(command) {
  command.option("--search <text>", "what a name, username, e-mail, address, common name or serial begins with");
  for (const [name, { words, says }] of Object.entries(FILTERS)) command.addOption(new Option(`--${name} <${name}>`, says).choices(words));
  return command;
}

/** What was asked for, without what was left out. @param {Record<string, unknown>} options @returns {Filter} */
export function filterIn(options) {
  return Object.fromEntries(
    ["search", ...Object.keys(FILTERS)].flatMap((name) => (options[name] === undefined ? [] : [[name, String(options[name])]])),
  );
}
