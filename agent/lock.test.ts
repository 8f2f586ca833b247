import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { isLocked, takeLock } from "./lock";

const folder = mkdtempSync(join(tmpdir(), "homeport-agent-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the lock", () => {
  const path = join(folder, "lock");
  it("holds against a second agent and goes with its holder", () => {
    const release = takeLock(path);
    expect(isLocked(path)).toBe(true);
    expect(() => takeLock(path)).toThrow(/Another agent/);
    release();
    expect(isLocked(path)).toBe(false);
  });
  it.each(["", "999999999 1@x@y", `${process.pid} 1@x@y`, "garbage"])("one left over (%s) is taken over", (text) => {
    writeFileSync(path, text);
    const release = takeLock(path);
    expect(isLocked(path)).toBe(true);
    release();
  });
});
