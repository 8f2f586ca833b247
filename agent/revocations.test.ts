import { describe, expect, it } from "vitest";
import { bundle, minutes, NOW } from "./node-for-tests";
import { afterAcknowledgement, afterBundle, afterLook, type Revocation } from "./revocations";

const one: Revocation = {
  commonName: "ann.laptop.1",
  revision: 2,
  ipv4: "10.8.1.0",
  ipv6: "fd7a:6ca6:e640:8000::a08:100",
  serial: null,
  refusedAt: NOW.toISOString(),
  clearAt: null,
  barriers: "both",
  sightings: 0,
  acknowledged: false,
};
const removes = (revision: number) => bundle({ revision: 9, removes: [{ name: "ann.laptop.1", revision }] }).payload;
const nobody = new Set<string>();
const seconds = (count: number): Date => minutes(count / 60);

describe("revocations", () => {
  it("a removal that is known is no news, one of a later revision is (suspended again)", () => {
    expect(afterBundle([one], removes(2), () => true, minutes(5))).toEqual({ after: [one], fresh: [] });
    const again = afterBundle([{ ...one, clearAt: NOW.toISOString(), acknowledged: true }], removes(7), () => true, minutes(5));
    expect(again.fresh.map((removal) => removal.commonName)).toEqual(["ann.laptop.1"]);
    expect(again.after).toMatchObject([{ revision: 7, refusedAt: minutes(5).toISOString(), clearAt: null, acknowledged: false }]);
  });

  it("keeps a name that the bundle lists no more until its receipt has arrived", () => {
    const other = bundle({ revision: 9 }).payload;
    expect(afterBundle([one], other, () => true, NOW).after).toEqual([one]);
    expect(afterBundle([{ ...one, acknowledged: true }], other, () => true, NOW).after).toEqual([]);
    expect(afterBundle([one], bundle({ revision: 9, admits: ["ann.laptop.1"] }).payload, () => true, NOW).after).toEqual([]);
  });

  it.each<[string, number, Set<string>, boolean, boolean]>([
    ["89.9 s: looking", 89.9, nobody, true, false],
    ["90 s, nobody there: clear", 90, nobody, true, true],
    ["90 s, but seen in this look: not clear", 90, new Set(["ann.laptop.1"]), true, false],
    ["200 s, seen again: not clear", 200, new Set(["ann.laptop.1"]), true, false],
    ["OpenVPN does not run: clear at once", 0, nobody, false, true],
  ])("%s (I6)", (_, after, seen, running, clear) => {
    const look = afterLook([one], seen, running, seconds(after));
    expect(look.after[0]?.clearAt).toBe(clear ? seconds(after).toISOString() : null);
    expect(look.after[0]?.sightings).toBe(seen.size);
  });

  it("begins the look anew when the clock was set back, so that it ends", () => {
    const back = seconds(-3600);
    const [again] = afterLook([one], nobody, true, back).after;
    expect(again).toMatchObject({ refusedAt: back.toISOString(), clearAt: null });
    expect(afterLook([again ?? one], nobody, true, seconds(-3510)).after[0]?.clearAt).toBe(seconds(-3510).toISOString());
  });

  it("acknowledges only what is clear", () => {
    const kept = [{ commonName: "ann.laptop.1", revision: 2 }];
    expect(afterAcknowledgement([one], kept)[0]?.acknowledged).toBe(false);
    expect(afterAcknowledgement([{ ...one, clearAt: NOW.toISOString() }], kept)[0]?.acknowledged).toBe(true);
  });

  it("a receipt of an earlier removal that the portal has taken is no receipt of the next (suspended, resumed, offboarded)", () => {
    const next = { ...one, revision: 7, clearAt: NOW.toISOString() };
    expect(afterAcknowledgement([next], [{ commonName: "ann.laptop.1", revision: 2 }])[0]?.acknowledged).toBe(false);
  });

  it("a name that is admitted again is forgotten in mid-look, and no look finds it any more (resumed within 90 s)", () => {
    const resumed = bundle({ revision: 9, admits: ["ann.laptop.1"] }).payload;
    const { after, fresh } = afterBundle([one], resumed, () => true, seconds(5));
    expect([after, fresh]).toEqual([[], []]);
    expect(afterLook(after, new Set(["ann.laptop.1"]), true, seconds(6))).toEqual({ after: [], changed: false });
  });
});
