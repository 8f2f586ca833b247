import { expect, test } from "vitest";
import { decideClaims, DOUBTFUL_PATIENCE_MS, MOST_OF_A_NODE, USUAL_PATIENCE_MS, type Standing } from "./claims";

const now = new Date("2026-11-23T12:00:00Z");
const ago = (ms: number) => new Date(now.getTime() - ms);
const at = { now, nodeId: "vpn2", doubtful: false };
const nothing = { ofDevice: new Map<string, number>(), byNode: new Map<string, number>() };
const standing = (nodeId: string, seen: number, said: Partial<Standing> = {}): Standing => ({
  deviceId: "laptop",
  contested: false,
  nodeId,
  clientId: seen,
  commonName: "ann.laptop.1",
  since: ago(60_000),
  bytesIn: 500n,
  seen: BigInt(seen),
  reportedAt: ago(3_000),
  ordered: false,
  ...said,
});

test("a device that is connected once is left alone", () => {
  expect(decideClaims([standing("vpn1", 1), standing("vpn2", 2, { deviceId: "phone" })], nothing, at)).toEqual({
    claims: [],
    contested: [],
  });
});

test("the last that the portal saw stays, every other is to end unless a byte comes", () => {
  const { claims, contested } = decideClaims([standing("vpn2", 9), standing("vpn3", 5), standing("vpn1", 2)], nothing, at);
  expect(contested).toEqual([]);
  expect(
    claims.map(({ nodeId, claimantNodeId, clientId, bytesIn, patienceMs, refused }) => [
      nodeId,
      claimantNodeId,
      clientId,
      bytesIn,
      patienceMs,
      refused,
    ]),
  ).toEqual([
    ["vpn3", "vpn2", 5, 500n, USUAL_PATIENCE_MS, false],
    ["vpn1", "vpn2", 2, 500n, USUAL_PATIENCE_MS, false],
  ]);
});

test("where the claim itself may be old, the node listens longer than an idle client is silent", () => {
  const [claim] = decideClaims([standing("vpn2", 9), standing("vpn1", 2)], nothing, { ...at, doubtful: true }).claims;
  expect(claim).toMatchObject({ bytesIn: 0n, patienceMs: DOUBTFUL_PATIENCE_MS });
});

test("a node that was not heard of, or has its order already, is told nothing; the one that reports now is", () => {
  const told = (said: Partial<Standing>, nodeId = "vpn1") =>
    decideClaims([standing("vpn3", 9), standing(nodeId, 2, said)], nothing, at).claims.length;
  expect(told({})).toBe(1);
  expect(told({ ordered: true })).toBe(0);
  expect(told({ reportedAt: ago(21_000) })).toBe(0);
  expect(told({ reportedAt: null })).toBe(0);
  expect(told({ reportedAt: ago(60_000) }, "vpn2")).toBe(1);
});

test.each([
  [2, 1, 0],
  [3, 0, 1],
  [9, 0, 1],
])("after %d takeovers within a minute there are %d more, and %d devices are contested", (before, claims, contested) => {
  const decided = decideClaims([standing("vpn2", 9), standing("vpn1", 2)], { ...nothing, ofDevice: new Map([["laptop", before]]) }, at);
  expect([decided.claims.length, decided.contested.length]).toEqual([claims, contested]);
});

test("of a contested device nothing is taken from either", () => {
  const decided = decideClaims([standing("vpn2", 9, { contested: true }), standing("vpn1", 2, { contested: true })], nothing, at);
  expect(decided).toEqual({ claims: [], contested: ["laptop"] });
});

test("a node that claims more than 30 within a minute is not believed from then on", () => {
  const many = Array.from({ length: 35 }, (_, i) => [
    standing("vpn2", 100 + i, { deviceId: `d${i}` }),
    standing("vpn1", i, { deviceId: `d${i}` }),
  ]).flat();
  const { claims } = decideClaims(many, nothing, at);
  expect(claims.map(({ refused }) => refused)).toEqual(Array.from({ length: 35 }, (_, i) => i >= MOST_OF_A_NODE));
  expect(decideClaims(many.slice(0, 2), { ...nothing, byNode: new Map([["vpn2", 30]]) }, at).claims).toMatchObject([{ refused: true }]);
  const mad = Array.from({ length: 4000 }, (_, i) => [
    standing("vpn2", 9000 + i, { deviceId: `mad${i}` }),
    standing("vpn1", i, { deviceId: `mad${i}` }),
  ]).flat();
  for (const before of [0, 31])
    expect(decideClaims(mad, { ...nothing, byNode: new Map([["vpn2", before]]) }, at).claims.length).toBeLessThanOrEqual(61 - before);
});

test("two profiles of one device on one node: the newer stays, and the node claims nothing of others", () => {
  const { claims } = decideClaims(
    [standing("vpn2", 9, { commonName: "ann.laptop.2" }), standing("vpn2", 2)],
    { ...nothing, byNode: new Map([["vpn2", 30]]) },
    at,
  );
  expect(claims).toMatchObject([{ nodeId: "vpn2", commonName: "ann.laptop.1", refused: false }]);
});
