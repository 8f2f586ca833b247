import { expect, it } from "vitest";
import { AGENT_VERSION } from "@/agent/version";
import project from "@/package.json";
import { isOlderAgent, knowsMorePools, THIS_RELEASE, whyAgentCannot } from "./agent-release";

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

it.each([
  ["0.2.9", /^The agent on vpn1 is version 0\.2\.9 and does not drain its node\. Put the new agent/],
  ["0.3.0", null],
  ["1.0.0", null],
  [null, null],
])("agent %s and what only newer ones do", (agentVersion, why) => {
  const said = whyAgentCannot({ name: "vpn1", agentVersion }, "drain");
  if (why) expect(said).toMatch(why);
  else expect(said).toBeNull();
});

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
