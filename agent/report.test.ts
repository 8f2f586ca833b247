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
  const session = (clientId: number, name: string) => ({
    commonName: `${name}.${clientId}`,
    clientId,
    ipv4: "10.8.100.100",
    ipv6: "fd7a:6ca6:e640:8000::a08:6464",
    source: "203.0.113.123:65535",
    since: new Date(NOW.getTime() + clientId * 1000).toISOString(),
    bytesIn: 123_456_789,
    bytesOut: 1_234_567_890,
  });
  it("leaves nobody out of a full node", () => {
    const sessions = Array.from({ length: 4096 }, (_, clientId) => session(clientId, "anna.schmidt.laptop"));
    const report = ReportBody.parse(reportOf({ ...facts, sessions }));
    expect(report.vpnSessions).toHaveLength(4096);
    expect(Buffer.byteLength(JSON.stringify(report))).toBeLessThanOrEqual(MAX_REPORT_BYTES);
  });
  it("stays under its size with the longest names and 1,000 receipts, the news first, and leaves out who came last", () => {
    const sessions = Array.from({ length: 4096 }, (_, at) => session(4095 - at, "somebody.with-a-very-long-name-of-36.laptop-of-the-desk"));
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
    const { length } = report.vpnSessions;
    expect(length).toBeGreaterThan(2500);
    expect(report.vpnSessions.map(({ clientId }) => clientId)).toEqual(Array.from({ length }, (_, i) => i));
  });
});
