import { Refusal } from "../refusal.mjs";
import { deed, pages, part, speaker, taken } from "./action.mjs";
import { askPerson, readInput } from "./ask-person.mjs";
import { saveCredentials } from "./credentials.mjs";
import { portalWith, readUrl } from "./portal.mjs";
import { cell, table } from "./print.mjs";

/** @param {import("commander").Command} program */
export function addToken(program) {
  const token = program.command("token").description("API tokens, for programs");
  token
    .command("list")
    .description("list API tokens")
    .option("--limit <rows>", "rows at most", "50")
    .action(
      deed(async ({ portal, options: { limit }, say }) => {
        const rows = await pages(portal, "/api/v1/tokens", {}, Number(limit));
        say({ rows }, () => table(rows, ["name", "role", "state", "createdBy", "createdAt", "expiresAt", "lastUsedAt", "id"]));
      }),
    );
  token
    .command("create <name>")
    .description("create an API token and print it, once")
    .requiredOption("--role <role>", "admin, operator or auditor")
    .option("--days <days>", "how long it is good; 0 for until it is revoked", "90")
    .action(
      deed(async ({ portal, options: { role, days }, say }, name) => {
        const made = await portal.ask("POST", "/api/v1/tokens", { body: { name, role, expiresInDays: Number(days) || null } });
        say(made, `${cell(made.token)}`);
      }),
    );
  token
    .command("revoke <id>")
    .description("revoke an API token: its next request is refused")
    .action(deed(async ({ portal, say }, id) => say(await portal.ask("DELETE", `/api/v1/tokens/${part(id)}`), `Token ${id} is revoked.`)));
  token.command("use").description("save an API token, read from standard input, for this account's next commands").action(useToken);
}

/** @param {unknown[]} args */
async function useToken(...args) {
  const { command, options } = taken(args);
  const token = process.stdin.isTTY ? await askPerson(undefined, "API token", { secret: true, otherwise: "" }) : await readInput();
  if (!/^[\w-]{20,100}$/.test(token)) throw new Refusal("That is not an API token: send the whole of it, alone, to standard input.");
  const url = readUrl(options.url ?? process.env.HOMEPORT_URL ?? "http://localhost:3000");
  // A token that does not work is not kept.
  await portalWith(url, { authorization: `Bearer ${token}` }).ask("GET", "/api/v1/search", { query: { q: "a" } });
  const file = saveCredentials(process.env, { url, token });
  speaker(command)({ url, credentials: file }, `The token works at ${url} and is in ${file}.`);
}
