import { expect, it } from "vitest";
import { whyClockIsNotTrusted } from "./clock";

it.each([
  ["both agree", { postgres: 0, nodes: [200, -300] }, null],
  ["30 s from PostgreSQL is the most", { postgres: 30_000, nodes: [] }, null],
  ["more is too much", { postgres: -31_000, nodes: [] }, /31 s from PostgreSQL/],
  ["one node that is off is that node's fault", { postgres: 0, nodes: [0, 900_000, 100] }, null],
  ["most nodes off is ours", { postgres: 0, nodes: [-400_000, -390_000, 0] }, /7 min from the nodes/],
])("%s", (_, offsets, why) => {
  const said = whyClockIsNotTrusted(offsets);
  if (why === null) expect(said).toBeNull();
  else expect(said).toMatch(why);
});
