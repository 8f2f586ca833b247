import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const checkout = path.resolve(import.meta.dirname, "..");
const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: checkout, encoding: "utf8" });
const files = listed.split("\n").filter((file) => file && existsSync(path.join(checkout, file)));
const code = files.filter((file) => /\.(ts|tsx|mjs|js|css)$/.test(file));
const read = (file: string) => readFileSync(path.join(checkout, file), "utf8");
const isTest = (file: string) => /\.test\.tsx?$/.test(file) || file.startsWith("e2e/") || file === "lib/db/test-database.ts";

/** Each layer may import those after it in its row (docs/ARCHITECTURE.md), and whatever they may. */
const BELOW: Record<string, string[]> = {
  app: ["lib/jobs", "lib/exports"],
  "lib/jobs": ["lib/runs", "lib/alerts", "lib/metrics"],
  "lib/runs": ["lib/lifecycle"],
  "lib/alerts": ["lib/lifecycle"],
  "lib/metrics": ["lib/lifecycle"],
  "lib/exports": ["lib/lifecycle"],
  "lib/lifecycle": ["lib/accounts", "lib/nodes"],
  "lib/accounts": ["lib/access"],
  "lib/nodes": ["lib/access"],
  "lib/access": ["lib/users"],
  "lib/users": ["lib/pki", "lib/addresses", "lib/mail"],
  "lib/pki": ["lib/core"],
  "lib/addresses": ["lib/core"],
  "lib/mail": ["lib/core"],
  "lib/core": ["lib/db"],
  "lib/db": ["lib"],
  lib: ["generated"],
  generated: [],
};

function layerOf(file: string): string | undefined {
  const [top = "", second = ""] = file.split("/");
  if (["proxy.ts", "instrumentation.ts"].includes(file)) return "app";
  if (top !== "lib") return top in BELOW ? top : undefined;
  return file.split("/").length === 2 ? "lib" : `lib/${second}`;
}

function reach(layer: string, seen = new Set<string>([layer])): Set<string> {
  for (const next of BELOW[layer] ?? []) if (!seen.has(next)) reach(next, seen.add(next));
  return seen;
}

/** What a file imports, types too: of the project's own as a path from its root, of packages as they are named. */
function importsOf(file: string): string[] {
  const named = [...read(file).matchAll(/(?:^|[\s;}])(?:from|import|import\()\s*["']([^"'\n]+)["']/gm)].map(([, name]) => name ?? "");
  return named.map((name) => {
    if (name.startsWith("@/")) return name.slice(2);
    if (name.startsWith(".")) return path.join(path.dirname(file), name);
    return name;
  });
}

/** The file that an import without its ending means. */
const fileOf = (name: string) => ["", ".ts", ".tsx", ".mjs"].map((ending) => name + ending).find((file) => files.includes(file));

test("imports point one way: app, jobs, runs or alerts or exports or metrics, lifecycle, accounts or nodes, access, users, pki or addresses or mail, core, db", () => {
  const wrong = code
    .filter((file) => layerOf(file) && !isTest(file))
    .flatMap((file) => {
      const mine = layerOf(file) ?? "";
      const allowed = reach(mine);
      return importsOf(file)
        .filter((name) => {
          const theirs = layerOf(name);
          return theirs !== undefined && (fileOf(name) || theirs === "generated") && !allowed.has(theirs);
        })
        .map((name) => `${file} imports ${name}`);
    });
  expect(wrong).toEqual([]);
});

test("the domain knows neither React nor Next.js, and only lib/accounts knows better-auth", () => {
  const wrong = code
    .filter((file) => file.startsWith("lib/") && !isTest(file))
    .flatMap((file) =>
      importsOf(file)
        .filter(
          (name) => /^(react|react-dom|next)(\/|$)/.test(name) || (/^@?better-auth(\/|$)/.test(name) && !file.startsWith("lib/accounts/")),
        )
        .map((name) => `${file} imports ${name}`),
    );
  expect(wrong).toEqual([]);
});

test("the agent's files and all that they import need Node.js alone, and take nothing of the portal's world", () => {
  const wrong: string[] = [];
  const seen = new Set<string>();
  const visit = (file: string) => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const name of importsOf(file)) {
      const next = fileOf(name);
      if (next) visit(next);
      // esbuild puts these two into the one file; neither touches the world.
      else if (!name.startsWith("node:") && !["zod", "ipaddr.js"].includes(name)) wrong.push(`${file} imports ${name}`);
      if (next && !/^(agent|lib)\//.test(next)) wrong.push(`${file} imports ${next}`);
      if (next && /^lib\/(db|core|accounts|lifecycle|jobs)\//.test(next)) wrong.push(`${file} imports ${next}`);
    }
  };
  code.filter((file) => file.startsWith("agent/") && !isTest(file)).forEach(visit);
  expect(wrong).toEqual([]);
});

test("nothing outside agent/ imports the agent", () => {
  const wrong = code.filter(
    (file) => !file.startsWith("agent/") && !isTest(file) && importsOf(file).some((name) => name.startsWith("agent/")),
  );
  expect(wrong).toEqual([]);
});

test("files stay under 250 lines, and their names say an idea", () => {
  expect(code.filter((file) => read(file).split("\n").length > 250)).toEqual([]);
  const vague = /(^|\/)([\w-]*-)?(utils?|common|helpers?|services?|managers?|misc)(\.|\/)/i;
  expect(code.filter((file) => vague.test(file))).toEqual([]);
  const barrels = code.filter((file) => /(^|\/)index\.tsx?$/.test(file) || /^export \* from/m.test(read(file)));
  expect(barrels).toEqual([]);
});

test("nothing is left for later, switched off, or of a type that says nothing", () => {
  // In pieces, so that this file does not find itself.
  const left = new RegExp(
    [
      "\\b(TO" + "DO|FIX" + "ME|XX" + "X|HA" + "CK)\\b",
      "@ts-(igno" + "re|nocheck|expect-err" + "or)",
      ":\\s*an" + "y\\b(?![- ])",
      "\\bas an" + "y\\b",
      "<an" + "y>",
      "\\.on" + "ly\\(",
      "\\b(test|it|describe)\\.sk" + "ip\\(",
      "waitForTime" + "out\\(",
    ].join("|"),
  );
  const lines = code.flatMap((file) =>
    read(file)
      .split("\n")
      .map((line, i) => ({ line, where: `${file}:${i + 1}` })),
  );
  expect(lines.filter(({ line }) => left.test(line)).map(({ where, line }) => `${where} ${line.trim()}`)).toEqual([]);
});

test("no path of one developer's machine is written down", () => {
  const foreign = new RegExp(["/wo" + "rk/", "\\.\\./sha" + "red"].join("|"));
  expect(files.filter((file) => !/\.(png|ico|woff2?)$/.test(file) && foreign.test(read(file)))).toEqual([]);
});

test("the files that the docs name are there", () => {
  const docs = files.filter((file) => file === "README.md" || /^docs\/.*\.md$/.test(file));
  const gone = docs.flatMap((doc) =>
    [...read(doc).matchAll(/`((?:app|lib|agent|prisma|e2e|scripts|docs)\/[^`\s*<>{}…]*)`/g)]
      .map(([, name = ""]) => name.replace(/:\d+$/, ""))
      .filter((name) => !existsSync(path.join(checkout, name)))
      .map((name) => `${doc} names ${name}`),
  );
  expect(gone).toEqual([]);
});

test("the commands that the docs name are there", () => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  const docs = files.filter((file) => file === "README.md" || /^docs\/.*\.md$/.test(file));
  const named = docs.flatMap((doc) => [...read(doc).matchAll(/`npm run ([a-z]+)/g)].map(([, name = ""]) => name));
  expect(named.length).toBeGreaterThan(3);
  expect([...new Set(named)].filter((name) => !scripts[name])).toEqual([]);
  expect(
    Object.values(scripts).filter(
      (script) => script.startsWith("node scripts/") && !existsSync(path.join(checkout, script.split(" ")[1] ?? "")),
    ),
  ).toEqual([]);
});

test("migrations are named by their time, which is their order", () => {
  const folders = [...new Set(files.filter((file) => /^prisma\/migrations\/[^/]+\//.test(file)).map((file) => file.split("/")[2] ?? ""))];
  expect(
    folders.every((name) => /^\d{14}_[a-z0-9_]+$/.test(name)),
    folders.join(", "),
  ).toBe(true);
});
