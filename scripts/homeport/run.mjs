import { setTimeout as wait } from "node:timers/promises";
import { Option } from "commander";
import { Refusal } from "../refusal.mjs";
import { deed, pages, part } from "./action.mjs";
import { Problem } from "./portal.mjs";
import { cell, list, properties, table } from "./print.mjs";
import { saveBody } from "./save-body.mjs";
import { addFilters, filterIn } from "./user-filter.mjs";

/** @typedef {import("./portal.mjs").Portal} Portal */
/** @typedef {import("./print.mjs").Json} Json */

/** @param {import("commander").Command} program */
export function addRun(program) {
  const run = program.command("run").description("one verb for many users, done in the background");
  run
    .command("list")
    .description("the newest runs")
    .option("--limit <rows>", "rows at most", "50")
    .action(
      deed(async ({ portal, options: { limit }, say }) => {
        const rows = await pages(portal, "/api/v1/runs", {}, Number(limit));
        say({ rows }, () => table(rows, ["id", "verb", "state", "total", "done", "failed", "createdBy", "createdAt"]));
      }),
    );
  addFilters(run.command("start <verb> [usernames...]"))
    .description("suspend, resume, offboard or invite the users named, or all whom the search and every filter match")
    .addOption(new Option("--how <how>", "how invitations go: each by mail, or all as a file (run links)").choices(["mail", "file"]))
    .option("--confirm <count>", "how many there are, where that is more than ten")
    .option("--wait", "wait until it is done")
    .action(startRun);
  run
    .command("show <id>")
    .description("how far a run is, and what could not be done")
    .action(
      deed(async ({ portal, say }, id) => {
        const found = await portal.ask("GET", `/api/v1/runs/${part(id)}`);
        say(found, () => inWords(found));
      }),
    );
  run
    .command("wait <id>")
    .description("wait until a run is done; ends with 1 where something could not be done")
    .action(deed(async ({ portal, say }, id) => endOf(await waitFor(portal, id ?? ""), say)));
  run
    .command("links <id>")
    .description("the links of a run that invites by file, or of those whom it could not mail; links that were made before stop working")
    .option("-o, --output <file>", "into this file, which only you can read; else to standard output")
    .action(
      deed(async ({ portal, options: { output } }, id) => {
        await saveBody(await portal.open("POST", `/api/v1/runs/${part(id)}/links`, { accept: "*/*" }), output);
      }),
    );
  run
    .command("cancel <id>")
    .description("stop a run; what is done stays done")
    .action(deed(async ({ portal, say }, id) => say(await portal.ask("POST", `/api/v1/runs/${part(id)}/cancel`), `Run ${id} is stopped.`)));
}

/** @param {unknown[]} args */
async function startRun(...args) {
  const usernames = Array.isArray(args[1]) ? args[1] : [];
  await deed(async ({ portal, options, say }, verb) => {
    const filter = filterIn(options);
    const narrowed = Object.values(filter).some((value) => value !== "");
    if (usernames.length === 0 && !narrowed) throw new Refusal("Say whom: usernames, or --search, or a filter such as --state.");
    if (usernames.length > 0 && narrowed) throw new Refusal("Say whom once: either usernames, or --search and filters.");
    const { confirm, how } = options;
    const whom = usernames.length === 0 ? { filter } : { usernames };
    const body = { verb, ...whom, ...(how ? { how } : {}), ...(confirm ? { confirm: Number(confirm) } : {}) };
    const started = await portal.ask("POST", "/api/v1/runs", { body });
    if (!options.wait) return say(started, `Run ${cell(started.id)}: ${verb} ${cell(started.total)}.`);
    endOf(await waitFor(portal, String(started.id)), say);
  })(...args);
}

/** @param {Portal} portal @param {string} id */
export async function waitFor(portal, id) {
  for (;;) {
    const found = await portal.ask("GET", `/api/v1/runs/${part(id)}`);
    if (found.state !== "running") return found;
    await wait(300);
  }
}

/** @param {Json} run @param {(answer: Json, sentence: string) => void} say */
export function endOf(run, say) {
  if (Number(run.failed) > 0) throw new Problem({ ...run, code: "failed", detail: inWords(run) });
  say(run, inWords(run));
}

/** @param {Json} run */
function inWords(run) {
  const { failedItems, ...facts } = run;
  const plain = Object.fromEntries(Object.entries(facts).filter(([, value]) => typeof value !== "object"));
  const failed = failedItems && typeof failedItems === "object" ? list({ ...failedItems }) : [];
  return [properties(plain), failed.length > 0 ? failed.map((item) => `${cell(item.what)}: ${cell(item.sentence)}`).join("\n") : ""]
    .filter(Boolean)
    .join("\n\n");
}
