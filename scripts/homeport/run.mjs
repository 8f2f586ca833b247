import { setTimeout as wait } from "node:timers/promises";
import { Refusal } from "../refusal.mjs";
import { deed, pages, part } from "./action.mjs";
import { Problem } from "./portal.mjs";
import { cell, list, properties, table } from "./print.mjs";

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
  run
    .command("start <verb> [usernames...]")
    .description("suspend, resume, offboard or invite the users named, or all that match")
    .option("--search <text>", "all whose name, username, e-mail or address begins with this")
    .option("--show <kind>", "all that are active, suspended, leaving, connected, invited or no-device")
    .option("--confirm <count>", "how many it offboards, where that is more than ten")
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
    .command("cancel <id>")
    .description("stop a run; what is done stays done")
    .action(deed(async ({ portal, say }, id) => say(await portal.ask("POST", `/api/v1/runs/${part(id)}/cancel`), `Run ${id} is stopped.`)));
}

/** @param {unknown[]} args */
async function startRun(...args) {
  const usernames = Array.isArray(args[1]) ? args[1] : [];
  await deed(async ({ portal, options, say }, verb) => {
    const { search, show, confirm } = options;
    const filter = usernames.length === 0 ? { search: search ?? "", ...(show ? { show } : {}) } : undefined;
    if (filter && !search && !show) throw new Refusal("Say whom: usernames, or --search, or --show.");
    const body = { verb, ...(filter ? { filter } : { usernames }), ...(confirm ? { confirm: Number(confirm) } : {}) };
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
  const { items, ...facts } = run;
  const plain = Object.fromEntries(Object.entries(facts).filter(([, value]) => typeof value !== "object"));
  const failed = items && typeof items === "object" && !Array.isArray(items) ? list({ ...items }) : list(run, "items");
  return [
    properties(plain),
    failed.length > 0 ? failed.map((item) => `${cell(item.username ?? item.n)}: ${cell(item.sentence)}`).join("\n") : "",
  ]
    .filter(Boolean)
    .join("\n\n");
}
