import { Problem } from "./portal.mjs";
import { deed, pages } from "./action.mjs";
import { cell, table } from "./print.mjs";
import { saveBody } from "./save-body.mjs";

/** @param {import("commander").Command} command */
const filtered = (command) =>
  command
    .option("--search <text>", "a subject or an actor, such as ann.smith")
    .option("--actor <who>", "who did it")
    .option("--action <what>", "such as user.offboard")
    .option("--subject <whom>", 'such as "user ann.smith"')
    .option("--from <time>", "from this day or time on")
    .option("--to <time>", "until this day or time");

/** @param {Record<string, string | undefined>} options */
const filterOf = ({ search, actor, action, subject, from, to }) => ({ search, actor, action, subject, from, to });

/** @param {import("commander").Command} program */
export function addAudit(program) {
  const audit = program.command("audit").description("who did what to whom, hash-chained");
  filtered(audit.command("list").description("the newest entries").option("--limit <rows>", "rows at most", "50")).action(
    deed(async ({ portal, options, say }) => {
      const rows = await pages(portal, "/api/v1/audit", filterOf(options), Number(options.limit), "entries");
      say({ rows }, () => table(rows, ["seq", "at", "actor", "action", "subject", "source"]));
    }),
  );
  audit
    .command("verify")
    .description("walk the whole chain; ends with 1 where an entry was altered, deleted or swapped")
    .action(
      deed(async ({ portal, say }) => {
        const verdict = await portal.ask("GET", "/api/v1/audit/verify");
        if (verdict.ok !== true) throw new Problem({ ...verdict, code: "tampered", detail: cell(verdict.sentence) });
        say(verdict, `${cell(verdict.sentence)}\nHash of the last: ${cell(verdict.head)}`);
      }),
    );
  audit
    .command("refused")
    .description("sign-ins that were refused, the newest first")
    .option("--limit <rows>", "rows at most", "50")
    .action(
      deed(async ({ portal, options, say }) => {
        const rows = await pages(portal, "/api/v1/audit/refused-sign-ins", {}, Number(options.limit));
        say({ rows }, () => table(rows, ["at", "email", "source"]));
      }),
    );
  filtered(
    audit
      .command("export")
      .description("the audit log as a file")
      .option("--format <format>", "csv or json", "csv")
      .option("-o, --output <file>", "where to; otherwise to standard output"),
  ).action(
    deed(async ({ portal, options }) =>
      saveBody(
        await portal.open("GET", "/api/v1/exports/audit", { query: { ...filterOf(options), format: options.format }, accept: "*/*" }),
        options.output,
      ),
    ),
  );
}
