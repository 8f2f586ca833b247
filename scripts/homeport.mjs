// npm run homeport -- …: the portal's API on the command line (docs/COMMAND-LINE.md).
import { Command, CommanderError } from "commander";
import { addApi } from "./homeport/api.mjs";
import { addAudit } from "./homeport/audit.mjs";
import { addCrl } from "./homeport/crl.mjs";
import { addDevice } from "./homeport/device.mjs";
import { addImport } from "./homeport/import.mjs";
import { addNode } from "./homeport/node.mjs";
import { addRun } from "./homeport/run.mjs";
import { addSetup } from "./homeport/setup.mjs";
import { addToken } from "./homeport/token.mjs";
import { addUser } from "./homeport/user.mjs";
import { Problem } from "./homeport/portal.mjs";
import { Refusal } from "./refusal.mjs";

const program = new Command("homeport")
  .description("Homeport on the command line: what the portal does, for people and scripts.")
  .option("--json", "print the API's answers as JSON")
  .option("--url <address>", "the portal's address (or HOMEPORT_URL, or what setup has saved)")
  .showHelpAfterError("(--help shows what there is)")
  .configureHelp({ showGlobalOptions: true })
  .exitOverride();
for (const add of [addSetup, addUser, addDevice, addNode, addCrl, addAudit, addToken, addRun, addImport, addApi]) add(program);

const json = process.argv.includes("--json");
// A reader that has seen enough (head) is no fault.
process.stdout.on("error", () => process.exit(0));
try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else if (error instanceof Refusal || error instanceof Problem) {
    const problem = error instanceof Problem ? error.problem : { detail: error.message, code: "usage" };
    console.error(json ? JSON.stringify(problem) : error.message);
    process.exitCode = error instanceof Refusal ? 2 : 1;
  } else throw error;
}
