import { deed } from "./action.mjs";
import { list, properties, table } from "./print.mjs";
import { saveBody } from "./save-body.mjs";

/** @param {import("commander").Command} program */
export function addCrl(program) {
  const crl = program.command("crl").description("the published list of revoked certificates");
  crl
    .command("show")
    .description("number, updates and newest entries of the CRL in force")
    .action(
      deed(async ({ portal, say }) => {
        const found = await portal.ask("GET", "/api/v1/authority/crl");
        const { entries, ...facts } = found;
        const rows = list({ ...(typeof entries === "object" ? entries : {}) });
        say(found, () =>
          [properties(facts), rows.length > 0 ? table(rows, ["serial", "commonName", "reason", "revokedAt"]) : ""]
            .filter(Boolean)
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
