// npm run cluster: see cluster/options.ts for what may stand behind it.
import "../scripts/start/node-version.mjs";
import fs from "node:fs";
import path from "node:path";
import { installPackages } from "../scripts/test/install-packages.mjs";

const checkout = path.resolve(import.meta.dirname, "..");
const hadNetns = fs.existsSync("/run/netns");
process.umask(0o022);
if (process.platform !== "linux" || process.getuid?.() !== 0) {
  console.error("The cluster needs Linux and root: it makes network namespaces.");
  process.exit(2);
}
await installPackages();

const { build } = await import("esbuild");
const file = path.join(checkout, "dist/cluster.mjs");
fs.mkdirSync(path.dirname(file), { recursive: true });
await build({
  absWorkingDir: checkout,
  entryPoints: ["cluster/main.ts"],
  outfile: `${file}.${process.pid}`,
  bundle: true,
  packages: "external",
  platform: "node",
  target: "node20",
  format: "esm",
  logLevel: "warning",
});
fs.renameSync(`${file}.${process.pid}`, file);
const { main } = await import(file);

process.exitCode = await main(process.argv.slice(2), {
  script: import.meta.filename,
  hadNetns,
  prepare: async () => {
    const { installPrograms, whyNoCluster } = await import("../scripts/test/machine.mjs");
    const { built } = await import("../scripts/test/layers.mjs");
    installPrograms();
    const why = whyNoCluster() ?? ((await built()) ? null : "the portal could not be built");
    if (why === null) return;
    console.error(`There can be no cluster here: ${why}.`);
    process.exit(2);
  },
});
// What still runs belongs to a cluster that is no more.
process.exit();
