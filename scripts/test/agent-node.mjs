import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { canApt } from "./machine.mjs";

/** @typedef {{ command: string, env: Record<string, string> }} Runtime */

// Debian keeps parts of Node.js in packages of their own, at fixed paths under /usr/share/nodejs.
const PACKAGES = ["libnode108", "node-acorn", "node-cjs-module-lexer", "node-undici"];
const OWN = "/usr/share/nodejs";

/** @type {Runtime | undefined} */
let known;

/**
 * Debian's own Node.js 18, the oldest that the agent must run on, beside the machine's own and without touching it.
 * Where there is none, the agent's tests run on the Node.js that runs them, and that is said.
 * @returns {Runtime}
 */
export function agentNode() {
  if (known) return known;
  const command = path.join(cacheFolder(), "node18", "homeport-node18");
  if (!isNode18(command) && canApt) unpack(path.dirname(command), command);
  if (isNode18(command)) return (known = { command, env: {} });
  console.log(`Debian's Node.js 18 cannot be had here: the agent runs on Node.js ${process.versions.node} instead.`);
  return (known = { command: process.execPath, env: {} });
}

/** @returns {string} what may be kept from one test run to the next */
export function cacheFolder() {
  return process.env.HOMEPORT_CACHE ?? path.join(os.homedir(), ".cache/homeport");
}

/** @param {string} command */
function isNode18(command) {
  // A module that is loaded needs more of Debian's packages than --version does.
  const ran = spawnSync(
    command,
    ["--input-type=module", "-e", 'await import("node:fs"); await fetch("data:,"); console.log(process.version)'],
    { encoding: "utf8" },
  );
  return ran.status === 0 && ran.stdout.startsWith("v18.");
}

/** @param {string} folder @param {string} command */
function unpack(folder, command) {
  const root = path.join(folder, "root");
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(root, { recursive: true });
  const version = newest18();
  if (!version) return;
  console.log(`Fetching Debian's Node.js ${version} for the agent …`);
  const wanted = [`nodejs=${version}`, `libnode108=${version}`, ...PACKAGES.slice(1)];
  for (let round = 0; wanted.length > 0 && round < 3; round++) {
    const got = spawnSync("apt-get", ["-q", "-o", "APT::Sandbox::User=root", "download", ...wanted.splice(0)], {
      cwd: folder,
      stdio: ["ignore", "ignore", "inherit"],
    });
    if (got.status !== 0) return;
    for (const file of fs.readdirSync(folder).filter((name) => name.endsWith(".deb"))) {
      spawnSync("dpkg-deb", ["-x", path.join(folder, file), root]);
      fs.rmSync(path.join(folder, file));
    }
    wanted.push(...missingLibraries(root));
  }
  const [libraries] = libraryFolders(root);
  // Its parts are shown at their fixed paths in a mount namespace of its own; the machine's own stay as they are.
  fs.writeFileSync(
    command,
    `#!/bin/sh
exec unshare --mount sh -c 'mount --bind "$0${OWN}" ${OWN} && LD_LIBRARY_PATH="${libraries}" exec "$0/usr/bin/node" "$@"' '${root}' "$@"
`,
    { mode: 0o755 },
  );
  fs.mkdirSync(OWN, { recursive: true });
}

/** @returns {string | undefined} */
function newest18() {
  const versions = () =>
    spawnSync("apt-cache", ["madison", "nodejs"], { encoding: "utf8" })
      .stdout.split("\n")
      .map((line) => line.split("|")[1]?.trim() ?? "")
      .filter((version) => version.startsWith("18."));
  if (versions().length === 0) spawnSync("apt-get", ["-q", "update"], { stdio: ["ignore", "ignore", "inherit"] });
  return versions()[0];
}

/** @param {string} root */
function libraryFolders(root) {
  const lib = path.join(root, "usr/lib");
  return fs
    .readdirSync(lib)
    .filter((name) => name.includes("linux-gnu"))
    .map((name) => path.join(lib, name));
}

/** The packages of the libraries that neither the machine nor `root` has. @param {string} root */
function missingLibraries(root) {
  const env = { ...process.env, LD_LIBRARY_PATH: libraryFolders(root).join(":") };
  const lacks = spawnSync("ldd", [path.join(root, "usr/bin/node")], { env, encoding: "utf8" }).stdout.includes("not found");
  if (!lacks) return [];
  const depends = spawnSync("apt-cache", ["depends", "--no-recommends", "libnode108"], { encoding: "utf8" }).stdout;
  return [...depends.matchAll(/^\s*Depends: (lib[\w.+-]+)$/gm)]
    .map(([, name]) => name ?? "")
    .filter((name) => spawnSync("dpkg-query", ["-W", "-f", "${db:Status-Status}", name], { encoding: "utf8" }).stdout !== "installed");
}
