import { describe, expect, it } from "vitest";
import { ago, exact, lasted, moment, readZone } from "./moments";

const now = new Date("2026-11-22T12:00:00Z");

describe("ago", () => {
  it.each([
    ["2026-11-22T11:59:59Z", "just now"],
    ["2026-11-22T11:59:48Z", "12 s ago"],
    ["2026-11-22T11:57:00Z", "3 min ago"],
    ["2026-11-21T10:00:00Z", "1 day ago"],
    ["2026-12-01T13:00:00Z", "in 9 days"],
    ["2036-12-01T13:00:00Z", "1 Dec 2036"],
  ])("says %s as %s", (at, words) => expect(ago(new Date(at), now)).toBe(words));
});

describe("exact times", () => {
  it("names the zone, and UTC beside it", () => {
    expect(exact(now, "Europe/Berlin")).toBe("22 Nov 2026, 13:00:00 CET · 22 Nov 2026, 12:00:00 UTC");
    expect(moment(now, "Europe/Berlin")).toBe("22 Nov, 13:00");
    expect(moment(now, "UTC")).toBe("22 Nov, 12:00 UTC");
  });
  it("takes UTC for a zone that does not exist", () => {
    expect(readZone("Europe%2FBerlin")).toBe("Europe/Berlin");
    expect(readZone("Nowhere/Else")).toBe("UTC");
    expect(readZone("%")).toBe("UTC");
  });
});

describe("lasted", () => {
  it.each([
    [-3, "0.0 s"],
    [180, "0.2 s"],
    [90_400, "90 s"],
    [150_000, "2 min 30 s"],
  ])("says %d ms as %s", (ms, words) => expect(lasted(ms)).toBe(words));
});
