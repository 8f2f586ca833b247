import { expect, it } from "vitest";
import { AGENT_VERSION } from "@/agent/version";
import { knowsMorePools } from "./agent-release";

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
