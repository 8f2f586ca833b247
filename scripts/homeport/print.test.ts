import { expect, it } from "vitest";
import { cell, heading, properties, table } from "./print.mjs";

it("lays rows out in columns under their names", () => {
  const rows = [
    { name: "Ann Smith", state: "active", createdAt: "2026-11-22T22:00:00.000Z" },
    { name: "Åsa", state: null, createdAt: "" },
  ];
  expect(table(rows, ["name", "state", "createdAt"]).split("\n")).toEqual([
    "Name       State   Created at",
    "Ann Smith  active  2026-11-22 22:00 UTC",
    "Åsa        —       —",
  ]);
  expect(properties({ notAfter: 1, x: [1, 2] })).toBe("Not after  1\nX          1, 2");
  expect(heading("vpnSessions")).toBe("Vpn sessions");
});

it("prints nothing that steers a terminal", () => {
  expect(cell("a\u001b[31mb\u202ec\nd")).toBe("a [31mb c d");
  expect(cell({ a: "\u001b" })).toBe('{"a":"\\u001b"}');
});
