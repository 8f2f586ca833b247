// portal.3: deleting any one check turns the matrix red. A copy of the checkout in which each check has a number and can be switched off.
import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { checkout } from "../test/run.mjs";

const CHECK = /\bdemand\(((?:[^()]|\([^()]*\))+)\)/g;
const DOOR = /(?<!function )\b(commit|record)\((ctx|portal), ([^,]+), /g;
const OWN = ["lib/core/permissions.ts", "lib/core/commit.ts", "lib/core/record.ts", "lib/core/context.ts"];

/** @typedef {{ n: number, place: string }} Site */

/**
 * Numbers the checks of one file's text: `demand(actor, permission)` and the permission of `commit` and `record`.
 * @param {string} text @param {string} file @param {Site[]} sites what is found is added here
 */
export function numbered(text, file, sites) {
  const line = (/** @type {number} */ at) => text.slice(0, at).split("\n").length;
  const next = (/** @type {number} */ at, /** @type {string} */ what) => {
    const n = sites.length + 1;
    sites.push({ n, place: `${file}:${line(at)} ${what}` });
    return n;
  };
  const checks = [
    ...[...text.matchAll(CHECK)].map((found) => ({
      at: found.index,
      old: found[0],
      now: (/** @type {number} */ n) => `demand(${found[1]}, ${n})`,
    })),
    ...[...text.matchAll(DOOR)].map((found) => ({
      at: found.index,
      old: found[0],
      now: (/** @type {number} */ n) => `${found[1]}({ ...${found[2]}, site: ${n} }, ${found[3]}, `,
    })),
  ].sort((a, b) => a.at - b.at);
  let out = "";
  let from = 0;
  for (const { at, old, now } of checks) {
    out += text.slice(from, at) + now(next(at, old));
    from = at + old.length;
  }
  return out + text.slice(from);
}

/** Made by this process for itself; whoever deletes it deletes all of it. @returns {{ folder: string, sites: Site[] }} */
export function mutatedCopy() {
  const folder = fs.mkdtempSync("/var/tmp/homeport-mutants-");
  // Portal and PostgreSQL run as another account than root, and must reach it.
  fs.chmodSync(folder, 0o755);
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: checkout, encoding: "utf8" });
  /** @type {Site[]} */
  const sites = [];
  for (const file of listed.split("\0").filter((name) => name !== "" && fs.existsSync(path.join(checkout, name)))) {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.copyFileSync(path.join(checkout, file), path.join(folder, file));
    if (!/^(lib|app)\/.*\.tsx?$/.test(file) || file.includes(".test.") || OWN.includes(file)) continue;
    const text = fs.readFileSync(path.join(folder, file), "utf8");
    const changed = numbered(text, file, sites);
    if (changed !== text) fs.writeFileSync(path.join(folder, file), changed);
  }
  edit(folder, "lib/core/context.ts", "export type Context = {", "export type Context = {\n  site?: number;");
  for (const door of ["lib/core/commit.ts", "lib/core/record.ts"])
    edit(folder, door, "demand(ctx.actor, permission);", "demand(ctx.actor, permission, ctx.site);");
  edit(
    folder,
    "lib/core/permissions.ts",
    "import { refuse }",
    'import { appendFileSync, readFileSync } from "node:fs";\nimport { refuse }',
  );
  edit(
    folder,
    "lib/core/permissions.ts",
    "export function demand(actor: Actor, permission: Permission): void {\n  if (may(actor, permission)) return;",
    `export function demand(actor: Actor, permission: Permission, site = 0): void {
  if (may(actor, permission)) return;
  const file = process.env.MUTANT_FILE ?? "";
  if (site > 0 && readFileSync(file, "utf8").split(" ").includes(String(site))) return;
  appendFileSync(\`\${file}.log\`, \`\${site}\\n\`);`,
  );
  const modules = path.join(checkout, "node_modules");
  if (spawnSync("cp", ["-al", modules, folder]).status !== 0) execFileSync("cp", ["-a", modules, folder]);
  return { folder, sites };
}

/** @param {string} folder @param {string} file @param {string} old @param {string} now */
function edit(folder, file, old, now) {
  const text = fs.readFileSync(path.join(folder, file), "utf8");
  if (!text.includes(old)) throw new Error(`${file} no longer has: ${old}`);
  fs.writeFileSync(path.join(folder, file), text.replace(old, now));
}

/** Builds the copy, runs e2e/matrix/mutants.proof.ts in it, and takes it away. @param {Record<string, string>} env */
export function proveMutants(env) {
  const { folder, sites } = mutatedCopy();
  try {
    const switchFile = path.join(folder, "mutant");
    for (const file of [switchFile, `${switchFile}.log`]) {
      fs.writeFileSync(file, "");
      fs.chmodSync(file, 0o666);
    }
    fs.writeFileSync(path.join(folder, "mutants.json"), JSON.stringify(sites));
    const node = (/** @type {string[]} */ args) =>
      spawnSync(process.execPath, args, { cwd: folder, stdio: "inherit", env: { ...process.env, ...env, MUTANT_FILE: switchFile } })
        .status === 0;
    return (
      node(["scripts/build.mjs"]) &&
      node(["node_modules/@playwright/test/cli.js", "test", "-c", "e2e/mutants.config.ts", "--reporter=list"])
    );
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
