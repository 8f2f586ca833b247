import { describe, expect, it } from "vitest";
import { crlIsDue, expiredBeforeFor, nextCrlTimes } from "./crl-times";

const now = new Date("2026-11-22T12:00:00.500Z");

describe("the next CRL's number and times", () => {
  it("backdates by an hour and lasts seven days (fact 7)", () => {
    expect(nextCrlTimes(null, now)).toEqual({
      number: BigInt(now.getTime()),
      thisUpdate: new Date("2026-11-22T11:00:00Z"),
      nextUpdate: new Date("2026-11-29T12:00:00Z"),
    });
  });

  it("rises strictly over anything published, also when the clock went back (I4)", () => {
    let previous = nextCrlTimes(null, now);
    for (let i = 0; i < 500; i++) {
      const next = nextCrlTimes(previous, new Date(now.getTime() - 60_000));
      if (!previous || !next) throw new Error("a CRL was refused");
      expect(next.number > previous.number).toBe(true);
      expect(next.thisUpdate.getTime()).toBeGreaterThanOrEqual(previous.thisUpdate.getTime() + 1000);
      expect(next.thisUpdate.getTime()).toBeLessThan(now.getTime());
      previous = next;
    }
  });

  it("waits rather than come within ten minutes of now", () => {
    const previous = { number: 1n, thisUpdate: new Date(now.getTime() - 10 * 60_000) };
    expect(nextCrlTimes(previous, now)).toBeNull();
    expect(nextCrlTimes(previous, new Date(now.getTime() + 2_000))).not.toBeNull();
  });

  it("is due an hour after it was signed", () => {
    expect(crlIsDue(now, new Date(now.getTime() + 3_599_999))).toBe(false);
    expect(crlIsDue(now, new Date(now.getTime() + 3_600_000))).toBe(true);
  });

  it("keeps a serial for a CRL after its certificate's end (I5)", () => {
    expect(expiredBeforeFor(now)).toEqual(new Date("2026-11-21T00:00:00Z"));
  });
});
