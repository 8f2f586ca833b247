import { existsSync, linkSync, lstatSync, mkdtempSync, rmSync, statSync, symlinkSync } from "node:fs";
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
  it.each([
    ["a symbolic link", symlinkSync],
    ["a hard link", linkSync],
  ])("%s that another account left in the way is not written through, and keeps nothing from being written", (_, link) => {
    const [path, other] = [join(folder, "frr.conf"), join(folder, "shadow")];
    writeFile(other, "theirs", { mode: 0o600 });
    link(other, `${path}.new`);
    const { uid, gid } = statSync(folder);
    writeFile(path, "ours", { mode: 0o640, owner: { uid, gid } });
    expect([readText(other), readText(path)]).toEqual(["theirs", "ours"]);
    expect([statSync(other).mode & 0o777, statSync(path).mode & 0o777]).toEqual([0o600, 0o640]);
    expect(lstatSync(path).isSymbolicLink()).toBe(false);
  });
  it.runIf(process.getuid?.() === 0)("the owner is the file's before it is at its place, so that no link there gets one", () => {
    const path = join(folder, "owned");
    writeFile(path, "x", { owner: { uid: 65_534, gid: 65_533 } });
    expect(statSync(path)).toMatchObject({ uid: 65_534, gid: 65_533 });
  });
  it("a CRL's mtime is a whole second, and rises also when the clock goes back (fact 1)", () => {
    const path = join(folder, "crl.pem");
    writeCrl(path, "1", NOW);
    writeCrl(path, "2", minutes(-5));
    expect(statSync(path).mtimeMs).toBe(NOW.getTime() + 1000);
  });
});
