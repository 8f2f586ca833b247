import { expect, test } from "vitest";
import { whenRefused } from "./when-refused";

const at = (second: number) => new Date(Date.UTC(2026, 11, 1, 12, 0, second));
const nodes = [
  { id: "vpn1", enrolledRevision: 1n },
  { id: "vpn2", enrolledRevision: 2n },
];
const names = ["ann.laptop.1", "ann.phone.1"];
const said = (nodeId: string, commonName: string, second: number, revision = 9n) => ({
  nodeId,
  commonName,
  revision,
  refusedReceivedAt: at(second),
});
const all = nodes.flatMap(({ id }, n) => names.map((name, i) => said(id, name, n * 10 + i)));
const ask = (change: Partial<Parameters<typeof whenRefused>[0]>) => whenRefused({ revision: 9n, names, nodes, receipts: all, ...change });

test("the last name on the last node counts", () => {
  expect(ask({})).toEqual(at(11));
  expect(ask({ receipts: all.toReversed() })).toEqual(at(11));
});

test.each([
  ["one name of one node is missing", all.slice(0, -1)],
  ["it said so of another removal of that name", [...all.slice(0, -1), said("vpn2", "ann.phone.1", 3, 5n)]],
  ["nobody has said anything", []],
])("it waits while %s", (_, receipts) => {
  expect(ask({ receipts })).toBe("waiting");
});

test("nodes that enrolled later owe nothing, a removed one's word still counts, and without names there is nothing to say", () => {
  expect(ask({ nodes: [...nodes, { id: "vpn3", enrolledRevision: 9n }, { id: "vpn4", enrolledRevision: null }] })).toEqual(at(11));
  expect(ask({ nodes: nodes.slice(0, 1) })).toEqual(at(11));
  expect(ask({ nodes: [], receipts: [] })).toBeNull();
  expect(ask({ names: [] })).toBeNull();
});
