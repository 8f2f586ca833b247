import { expect, it } from "vitest";
import { AGENT_VERSION } from "@/agent/version";
import project from "@/package.json";
import { isOlderAgent, knowsMorePools, THIS_RELEASE } from "./agent-release";

it.each([
  ["0.1.0", false],
  ["0.1.99", false],
  ["0.2.0", true],
  ["0.10.0", true],
  ["1.0.0", true],
  [AGENT_VERSION, true],
  [null, false],
  ["nonsense", false],
])("agent %s knows a second pool: %s", (version, expected) => expect(knowsMorePools(version)).toBe(expected));

it("is the project's release", () => expect(THIS_RELEASE).toBe(project.version));
it.each([
  ["0.1.0", true],
  ["0.2.9", true],
  [THIS_RELEASE, false],
  [THIS_RELEASE.replace(/\d+$/, "99"), false],
  ["1.0.0", false],
  [null, false],
  ["nonsense", false],
])("agent %s is older than this portal's: %s", (version, expected) => expect(isOlderAgent(version)).toBe(expected));
