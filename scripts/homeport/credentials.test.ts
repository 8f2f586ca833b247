import { chmodSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readCredentials, saveCredentials } from "./credentials.mjs";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "hp-credentials-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("keeps a token where its owner alone can read it", () => {
  const env = { XDG_CONFIG_HOME: path.join(folder, "config") };
  expect(readCredentials(env)).toBeNull();
  const file = saveCredentials(env, { url: "https://vpn.example.org", token: "t".repeat(43) });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readCredentials(env)).toEqual({ url: "https://vpn.example.org", token: "t".repeat(43) });
  chmodSync(file, 0o640);
  expect(() => readCredentials(env)).toThrow("can be read by others");
});
