import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { minutes, NOW } from "./node-for-tests";
import { readText, writeCrl, writeFile } from "./write-file";

const folder = mkdtempSync(join(tmpdir(), "homeport-agent-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("files", () => {
  it("are written whole, private, and leave nothing beside them", () => {
    const path = join(folder, "a");
    writeFile(path, "one");
    writeFile(path, "two");
    expect(readText(path)).toBe("two");
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(existsSync(`${path}.new`)).toBe(false);
    expect(readText(join(folder, "none"))).toBeNull();
  });
  it("a CRL's mtime is a whole second, and rises also when the clock goes back (fact 1)", () => {
    const path = join(folder, "crl.pem");
    writeCrl(path, "1", NOW);
    writeCrl(path, "2", minutes(-5));
    expect(statSync(path).mtimeMs).toBe(NOW.getTime() + 1000);
  });
});
