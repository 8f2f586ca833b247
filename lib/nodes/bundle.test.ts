import { describe, expect, it } from "vitest";
import { BundlePayload, ReportBody, SIGNATURE_CONTEXT, digestOf, encodeBundle } from "./bundle";

const payload: BundlePayload = {
  format: 1,
  cluster: "0d8f6c1e-5a44-4c5e-9a3a-3d8a4f0b7a11",
  node: "vpn1",
  epoch: 1,
  from: 0,
  to: 7,
  issuedAt: "2026-11-22T10:00:00.000Z",
  audit: { seq: 9, hash: "ab" },
  digest: "0".repeat(64),
  files: [{ path: "crl.pem", content: "x" }],
  removals: [{ commonName: "ann.laptop.1", revision: 7, ipv4: "10.8.1.5", ipv6: "fd7a::a08:105" }],
  settings: {},
};

describe("bundle", () => {
  it("signs the context and the payload's bytes", () => {
    const { bytes, signed } = encodeBundle(payload);
    expect(Buffer.from(signed).toString()).toBe(SIGNATURE_CONTEXT + Buffer.from(bytes).toString());
    expect(BundlePayload.parse(JSON.parse(Buffer.from(bytes).toString()))).toEqual(payload);
  });

  it("has a digest that does not depend on the order and changes with every byte", () => {
    const a = { path: "a", content: "1" },
      b = { path: "b", content: "2" };
    expect(digestOf([a, b])).toBe(digestOf([b, a]));
    expect(digestOf([])).toBe("0".repeat(64));
    expect(digestOf([a])).toBe("05a9c569a185ac60f5511f9760bc3f1ac046b20d18db2ad4d8fa86eda4f5b28e");
    expect(new Set([digestOf([a]), digestOf([b]), digestOf([a, b]), digestOf([{ path: "a", content: "2" }])]).size).toBe(4);
  });

  it.each([
    ["from 3", { from: 3 }],
    ["another format", { format: 2 }],
    ["a surplus field", { run: "x" }],
    ["a negative revision", { to: -1 }],
    ["a short digest", { digest: "00" }],
  ])("refuses %s", (_, change) => {
    expect(BundlePayload.safeParse({ ...payload, ...change }).success).toBe(false);
  });
});

describe("report", () => {
  const report: ReportBody = {
    cluster: payload.cluster,
    node: "vpn1",
    epoch: 1,
    revision: 7,
    digest: "0".repeat(64),
    clock: "2026-11-22T10:00:00.000Z",
    agentVersion: "0.1.0",
    openvpnVersion: null,
    openvpnRunning: false,
    openvpnStartedAt: null,
    restartDue: null,
    orders: [],
    startedAt: "2026-11-22T10:00:00.000Z",
    crl: null,
    receipts: [],
    vpnSessions: [],
    faults: [],
  };
  it("is closed and capped", () => {
    expect(ReportBody.safeParse(report).success).toBe(true);
    expect(ReportBody.safeParse({ ...report, vpnSessions: Array(2001).fill(null) }).success).toBe(false);
    expect(ReportBody.safeParse({ ...report, clock: "now" }).success).toBe(false);
    expect(ReportBody.safeParse({ ...report, faults: [{ code: "x y", sentence: "s" }] }).success).toBe(false);
  });
});
