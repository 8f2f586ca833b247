import { expect, test } from "vitest";
import { MOST_LINES, remoteLines, remotesKey } from "./remote-list";

const a = { address: "198.51.100.10", port: 1194, proto: "udp", weight: 3 };
const b = { address: "vpn3.example.org", port: 443, proto: "tcp", weight: 1 };
const random = { remoteRandom: true };

test("lines are in the order of the list, and a weight repeats its line where clients draw lots", () => {
  const lines = remoteLines([a, b], random);
  expect(lines.map(({ address }) => address)).toEqual([a.address, a.address, a.address, b.address]);
  expect(lines.at(-1)).toEqual({ address: b.address, port: 443, proto: "tcp" });
  expect(remoteLines([b, a], { remoteRandom: false }).map(({ address }) => address)).toEqual([b.address, a.address]);
});

test("never more lines than OpenVPN takes", () => {
  const many = Array.from({ length: 40 }, (_, i) => ({ ...a, port: i + 1, weight: 2 }));
  expect(remoteLines(many, random)).toHaveLength(MOST_LINES);
});

test("the key names a list: another order, weight, place or way of choosing is another list", () => {
  const key = (rows: (typeof a)[], remoteRandom = true) => remotesKey({ remotes: remoteLines(rows, { remoteRandom }), remoteRandom });
  const keys = [
    key([a, b]),
    key([b, a]),
    key([{ ...a, weight: 2 }, b]),
    key([{ ...a, port: 1195 }, b]),
    key([{ ...a, proto: "tcp" }, b]),
    key([a]),
    key([]),
    key([{ ...a, weight: 1 }, b], false),
  ];
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.every((one) => /^[0-9a-f]{64}$/.test(one))).toBe(true);
  expect(key([a, b])).toBe(keys[0]);
  // A single line is never shuffled: the profile is the same.
  expect(key([{ ...a, weight: 1 }], true)).toBe(key([{ ...a, weight: 1 }], false));
});
