import { expect, it } from "vitest";
import { waitsFor } from "./quarantine";

const pair = { releasedAt: new Date("2026-11-01T00:00:00Z"), releaseRevision: 10n };
const node = (name: string, revision: bigint | null, enrolledRevision: bigint | null = 1n) => ({ name, revision, enrolledRevision });

it("I2: waits for its days and for every node that had the pair and has not said that it is gone", () => {
  const nodes = [
    node("behind", 9n),
    node("there", 10n),
    node("mute", null),
    node("boasts", 99n),
    node("later", 3n, 10n),
    node("old", null, null),
  ];
  const waits = waitsFor(pair, 30, nodes, 12n, new Date("2026-11-02T00:00:00Z"));
  expect(waits).toEqual({ until: new Date("2026-12-01T00:00:00Z"), rested: false, nodes: ["behind", "mute", "boasts", "old"] });
  expect(waitsFor(pair, 30, [node("there", 12n)], 12n, new Date("2026-12-02T00:00:00Z"))).toMatchObject({ rested: true, nodes: [] });
});
