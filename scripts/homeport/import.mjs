import { readFile } from "node:fs/promises";
import { Refusal } from "../refusal.mjs";
import { deed, part } from "./action.mjs";
import { cell } from "./print.mjs";
import { endOf, waitFor } from "./run.mjs";

/** @typedef {import("./print.mjs").Json} Json */
/** Problems that are printed, at most: whoever has more mends the file first. */
const MOST_SHOWN = 200;

/** @param {import("commander").Command} program */
export function addImport(program) {
  program
    .command("import <file>")
    .description("look at users in a CSV file (name, username, e-mail, device), and add them with --start")
    .option("--start <rows>", "all: only if every row is good; good: the good rows")
    .option("--invite <how>", "with --start: mail each user their link, or later", "later")
    .action(
      deed(async ({ portal, options: { start, invite }, say }, file) => {
        if (start && !["all", "good"].includes(start)) throw new Refusal("--start is all or good.");
        const bytes = await readFile(file ?? "").catch(() => {
          throw new Refusal(`${file} cannot be read.`);
        });
        const draft = await portal.ask("POST", "/api/v1/imports", { raw: { type: "text/csv", bytes } });
        const path = `/api/v1/imports/${part(String(draft.id))}`;
        if (!start) {
          const problems = await problemsOf(portal, path);
          const { counts } = await portal.ask("GET", path);
          return say({ ...draft, counts, problems }, () => inWords(draft, counts, problems));
        }
        await portal.ask("POST", `${path}/start`, { body: { rows: start, invite } });
        endOf(await waitFor(portal, String(draft.id)), say);
      }),
    );
}

/** @param {import("./portal.mjs").Portal} portal @param {string} path */
async function problemsOf(portal, path) {
  /** @type {Json[]} */
  const problems = [];
  for (let cursor = ""; problems.length < MOST_SHOWN; ) {
    const { rows } = await portal.ask("GET", path, { query: { show: "problems", cursor } });
    const page = rows && typeof rows === "object" ? { ...rows } : {};
    const found = Reflect.get(page, "rows");
    if (Array.isArray(found)) problems.push(...found);
    const next = Reflect.get(page, "next");
    if (typeof next !== "string") break;
    cursor = next;
  }
  return problems;
}

/** @param {Json} draft @param {unknown} counts @param {Json[]} problems */
function inWords(draft, counts, problems) {
  const kinds = counts && typeof counts === "object" ? Object.entries(counts).map(([kind, n]) => `${kind} ${cell(n)}`) : [];
  const lines = problems.map((row) => `Line ${cell(row.line)}: ${cell(row.sentence)}`);
  return [`Import ${cell(draft.id)}: ${kinds.join(", ")}.`, ...lines].join("\n");
}
