import { createInterface } from "node:readline";
import { Refusal } from "../refusal.mjs";

/** All of standard input, for a secret that must stand in no command line. */
export async function readInput() {
  let text = "";
  for await (const piece of process.stdin.setEncoding("utf8")) text += piece;
  return text.trim();
}

/**
 * What was given, or asked for at a terminal. A secret does not appear as it is typed.
 * @param {string | undefined} given @param {string} question @param {{ secret?: boolean, otherwise: string }} how `otherwise` says how to give it without a terminal
 */
export async function askPerson(given, question, { secret = false, otherwise }) {
  if (given) return given;
  if (!process.stdin.isTTY) throw new Refusal(otherwise);
  const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: true });
  let silent = false;
  // readline echoes through this method alone.
  const write = Reflect.get(lines, "_writeToOutput");
  if (secret) Reflect.set(lines, "_writeToOutput", (/** @type {string} */ text) => silent || Reflect.apply(write, lines, [text]));
  const answer = await new Promise((/** @type {(text: string) => void} */ resolve) => {
    lines.question(`${question}: `, resolve);
    silent = true;
  });
  lines.close();
  if (secret) process.stderr.write("\n");
  return answer.trim();
}
