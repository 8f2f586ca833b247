import { describe, expect, it } from "vitest";
import { MAX_REPORT_BYTES, ReportBody } from "../lib/nodes/bundle";
import { identity, NOW } from "./node-for-tests";
import { reportOf, type Facts } from "./report";

describe("the report", () => {
  const facts: Facts = {
    identity,
    state: null,
    revocations: [],
    sent: new Map(),
    sessions: [],
    faults: [],
    openvpnVersion: null,
    openvpnRunning: false,
    openvpnStartedAt: null,
    restartDue: null,
    orders: [],
    startedAt: NOW,
    now: NOW,
  };
  it("fits the contract before the first bundle", () => {
    expect(ReportBody.parse(reportOf(facts))).toMatchObject({ revision: 0, crl: null });
  });
  it("leaves nobody out of a full node, whatever their names are and with 1,000 receipts, the news first", () => {
    const sessions = Array.from({ length: 4096 }, (_, clientId) => ({
      commonName: `somebody.with-a-very-long-name-of-36.laptop-of-the-desk.${clientId}`.slice(0, 64),
      clientId,
      ipv4: "10.8.100.100",
      ipv6: "fd7a:6ca6:e640:8000::a08:6464",
      source: "[2001:0db8:1111:2222:3333:4444:5555:6666]:65535",
      since: NOW.toISOString(),
      bytesIn: 1e15,
      bytesOut: 1e15,
    }));
    const revocations = Array.from({ length: 1000 }, (_, n) => ({
      commonName: `ann.laptop.${n + 1}`,
      revision: n,
      ipv4: "10.8.1.0",
      ipv6: "fd7a::1",
      serial: null,
      refusedAt: NOW.toISOString(),
      clearAt: null,
      barriers: "both" as const,
      sightings: 0,
      acknowledged: false,
    }));
    const sent = new Map(reportOf({ ...facts, revocations }).receipts.map((one) => [one.commonName, JSON.stringify(one)]));
    const report = ReportBody.parse(reportOf({ ...facts, sessions, revocations, sent }));
    expect(Buffer.byteLength(JSON.stringify(report))).toBeLessThanOrEqual(MAX_REPORT_BYTES);
    expect(report.receipts[0]?.commonName).toBe("ann.laptop.501");
    expect(report.vpnSessions).toHaveLength(4096);
  });
});
