import { deed } from "./action.mjs";
import { list, properties } from "./print.mjs";
import { saveBody } from "./save-body.mjs";

/** @param {import("commander").Command} program */
export function addCrl(program) {
  const crl = program.command("crl").description("the published list of revoked certificates");
  crl
    .command("show")
    .description("number, updates and entries of each CRL")
    .action(
      deed(async ({ portal, say }) => {
        const found = await portal.ask("GET", "/api/v1/authority");
        say(found, () =>
          ["root", "issuing"]
            .flatMap((name) => (Array.isArray(found[name]) ? list(found, name) : [found[name]]))
            .filter((one) => one !== null && typeof one === "object")
            .map((one) => properties(flat(one)))
            .join("\n\n"),
        );
      }),
    );
  crl
    .command("get")
    .description("download the CRL")
    .option("--der", "the newest issuing CA's, in DER, instead of all in PEM")
    .option("-o, --output <file>", "where to; otherwise to standard output")
    .action(
      deed(async ({ portal, options: { der, output } }) =>
        saveBody(await portal.open("GET", `/api/v1/authority/crl.${der ? "der" : "pem"}`, { accept: "*/*" }), output),
      ),
    );
}

/** One level of nested facts beside the others. @param {unknown} value @returns {Record<string, unknown>} */
function flat(value) {
  const facts = Object.entries(value ?? {});
  return Object.fromEntries(
    facts.flatMap(([name, one]) => (one && typeof one === "object" && !Array.isArray(one) ? Object.entries(one) : [[name, one]])),
  );
}
