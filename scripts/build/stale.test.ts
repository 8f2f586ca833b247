import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { BUILD_STAMP, isBuilt, sourceHash } from "./stale.mjs";

let folder = "";
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "homeport-stale-"));
});
const write = (name: string, text: string) => {
  fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  fs.writeFileSync(path.join(folder, name), text);
};
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

test("the hash follows bytes and names, and neither dates nor tests", () => {
  write("app/page.tsx", "one");
  write("lib/a.ts", "two");
  const hash = sourceHash(folder);
  fs.utimesSync(path.join(folder, "app/page.tsx"), 1, 1);
  write("lib/a.test.ts", "a test");
  write("README.md", "not a source");
  expect(sourceHash(folder)).toBe(hash);
  for (const [name, text] of [
    ["app/page.tsx", "other"],
    ["lib/b.ts", ""],
    ["package-lock.json", "{}"],
    ["proxy.ts", "new"],
  ] as const) {
    const before = sourceHash(folder);
    write(name, text);
    expect(sourceHash(folder), name).not.toBe(before);
  }
});

test("bytes that move from one file to the next change the hash", () => {
  write("lib/a.ts", "xy");
  write("lib/b.ts", "z");
  const hash = sourceHash(folder);
  write("lib/a.ts", "x");
  write("lib/b.ts", "yz");
  expect(sourceHash(folder)).not.toBe(hash);
});

test("a build counts when its stamp is the hash of the sources and it came to its end", () => {
  write("app/page.tsx", "one");
  expect(isBuilt(folder)).toBe(false);
  write(BUILD_STAMP, sourceHash(folder));
  expect(isBuilt(folder)).toBe(false);
  write(".next/BUILD_ID", "x");
  expect(isBuilt(folder)).toBe(false);
  write("dist/homeport-agent.mjs", "x");
  expect(isBuilt(folder)).toBe(true);
  write("app/page.tsx", "two");
  expect(isBuilt(folder)).toBe(false);
});
