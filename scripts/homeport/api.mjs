import { Refusal } from "../refusal.mjs";
import { deed } from "./action.mjs";
import { readInput } from "./ask-person.mjs";
import { saveBody } from "./save-body.mjs";

/** @param {import("commander").Command} program */
export function addApi(program) {
  program
    .command("api <method> <path>")
    .description("any call of the API, such as: api GET /api/v1/settings; a change reads its JSON from standard input")
    .option("-o, --output <file>", "where the answer goes; otherwise to standard output")
    .action(
      deed(async ({ portal, options: { output } }, method, path) => {
        const verb = ["GET", "POST", "PUT", "PATCH", "DELETE"].find((one) => one === method?.toUpperCase());
        if (!verb || !path?.startsWith("/")) throw new Refusal("Write a method and a path, such as: api GET /api/v1/settings");
        const text = verb === "GET" || process.stdin.isTTY ? "" : await readInput();
        await saveBody(await portal.open(asMethod(verb), path, { accept: "*/*", body: text ? parse(text) : {} }), output);
      }),
    );
}

/** @param {string} text @returns {unknown} */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal("What came from standard input is not JSON.");
  }
}

/** @param {string} verb @returns {import("./portal.mjs").Method} */
function asMethod(verb) {
  switch (verb) {
    case "POST":
    case "PUT":
    case "PATCH":
    case "DELETE":
      return verb;
    default:
      return "GET";
  }
}
