import { readFile } from "node:fs/promises";
import { Refusal } from "../refusal.mjs";
import { deed, part } from "./action.mjs";
import { cell, list } from "./print.mjs";
import { endOf, waitFor } from "./run.mjs";

/** @param {import("commander").Command} program */
export function addImport(program) {
  program
    .command("import <file>")
    .description("look at users in a CSV file (name, username, e-mail, device), and add them with --start")
    .option("--start <rows>", "all: only if every row is good; good: the good rows")
    .action(
      deed(async ({ portal, options: { start }, say }, file) => {
        if (start && !["all", "good"].includes(start)) throw new Refusal("--start is all or good.");
        const bytes = await readFile(file ?? "").catch(() => {
          throw new Refusal(`${file} cannot be read.`);
        });
        const draft = await portal.ask("POST", "/api/v1/imports", { raw: { type: "text/csv", bytes } });
        if (!start) return say(draft, () => inWords(draft));
        await portal.ask("POST", `/api/v1/imports/${part(String(draft.id))}/start`, { body: { rows: start } });
        endOf(await waitFor(portal, String(draft.id)), say);
      }),
    );
}

/** @param {import("./print.mjs").Json} draft */
function inWords(draft) {
  const counts = Object.entries(draft)
    .filter(([, value]) => typeof value === "number")
    .map(([name, value]) => `${name} ${cell(value)}`);
  const bad = list(draft, "items")
    .concat(list(draft))
    .filter((row) => Array.isArray(row.problems) && row.problems.length > 0);
  const lines = bad.map(
    (row) =>
      `Line ${cell(row.line ?? row.n)}: ${list(row, "problems")
        .map((problem) => (typeof problem === "string" ? problem : cell(Reflect.get(problem, "sentence"))))
        .join(" ")}`,
  );
  return [`Import ${cell(draft.id)}: ${counts.join(", ")}.`, ...lines].join("\n");
}
