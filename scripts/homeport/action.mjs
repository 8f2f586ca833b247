import { Command } from "commander";
import { portalOf } from "./portal.mjs";

/** @typedef {import("./portal.mjs").Portal} Portal */
/** @typedef {Record<string, unknown>} Json */
/** @typedef {{ portal: Portal, options: Record<string, string | undefined>, say: (answer: Json, sentence: string | (() => string)) => void }} Deed */

/**
 * What a command does: `work` gets the portal, the options, and the arguments in their order. `say` prints the answer as JSON or as a sentence.
 * @param {(deed: Deed, ...args: string[]) => Promise<void>} work
 */
export const deed =
  (work) =>
  async (/** @type {unknown[]} */ ...args) => {
    const { command, words, options } = taken(args);
    await work({ portal: portalOf(options), options, say: speaker(command) }, ...words);
  };

/** What Commander hands to an action: the arguments, the options, the command. @param {unknown[]} args */
export function taken(args) {
  const command = args.at(-1);
  if (!(command instanceof Command)) throw new Error("Commander calls an action with its command last.");
  /** @type {Record<string, string | undefined>} */
  const options = command.optsWithGlobals();
  const words = args.slice(0, -2).filter((word) => typeof word === "string");
  return { command, words, options };
}

/** @param {Command} command @returns {Deed["say"]} */
export function speaker(command) {
  const { json } = command.optsWithGlobals();
  return (answer, sentence) => console.log(json ? JSON.stringify(answer) : typeof sentence === "string" ? sentence : sentence());
}

/** A part of a path. @param {string | undefined} text */
export const part = (text) => encodeURIComponent(text ?? "");

/**
 * All pages of a list, or its first `limit` rows; `field` is where an answer has them.
 * @param {Portal} portal @param {string} path @param {Record<string, string | undefined>} query @param {number} limit @param {string} [field] @returns {Promise<Json[]>}
 */
export async function pages(portal, path, query, limit, field = "rows") {
  /** @type {Json[]} */
  const rows = [];
  for (let cursor = ""; ; ) {
    const page = await portal.ask("GET", path, { query: { ...query, cursor } });
    const found = page[field];
    if (Array.isArray(found)) rows.push(...found);
    if (typeof page.next !== "string" || rows.length >= limit) return rows.slice(0, limit);
    cursor = page.next;
  }
}
