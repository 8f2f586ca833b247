import { describe, expect, it } from "vitest";
import { faults } from "./faults";
import { checkHealth, isTooOld, whyClockOff } from "./health";
import { minutes } from "./node-for-tests";

describe("health", () => {
  const crl = {
    issuer: "",
    number: "7",
    thisUpdate: minutes(-60).toISOString(),
    nextUpdate: minutes(7 * 24 * 60).toISOString(),
    sha256: "",
    count: 0,
  };
  const state = {
    epoch: 1,
    revision: 3,
    digest: "",
    liveDigest: "",
    crls: [crl],
    crlRefused: null,
    audit: { seq: 0, hash: "" },
    appliedAt: "",
    settings: null,
  };
  it.each([
    [minutes(0), null],
    [minutes(130), /every hour/],
    [minutes(6 * 24 * 60), /ends at/],
    [minutes(8 * 24 * 60), /ended at/],
  ])("a CRL at %s", (now, fault) => {
    const found = faults(() => undefined);
    checkHealth({ state, now, managementTaken: false, certificateEnds: null, openvpnVersion: "2.6.14", strictDevice: null }, found);
    const sentence = found.list().find((one) => one.code === "crl-ageing")?.sentence;
    if (fault === null) expect(sentence).toBeUndefined();
    else expect(sentence).toMatch(fault);
  });
  it("names a clock that is off, and OpenVPN that is too old", () => {
    expect(whyClockOff(minutes(0), minutes(0.4))).toBeNull();
    expect(whyClockOff(minutes(0), minutes(1))).toMatch(/60 s ahead of/);
    expect(whyClockOff(minutes(1), minutes(0))).toMatch(/60 s behind/);
    expect(["2.5.9", "2.6.14", "2.7_rc1", "3.0", "1.9"].map(isTooOld)).toEqual([true, false, false, false, true]);
  });
});
