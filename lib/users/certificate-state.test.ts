import { expect, test } from "vitest";
import { certificateState } from "./certificate-state";

const now = new Date("2026-11-22T12:00:00Z");
const good = { der: new Uint8Array(1), notAfter: new Date("2028-01-01T00:00:00Z"), removalRevision: null, revoked: false };

test.each([
  ["valid", good],
  ["suspended", { ...good, removalRevision: 4n }],
  ["expired", { ...good, notAfter: now }],
  ["expired", { ...good, notAfter: now, removalRevision: 4n }],
  ["pending", { ...good, der: null }],
  ["revoked", { ...good, revoked: true, removalRevision: 4n }],
  ["revoked", { ...good, revoked: true, der: null }],
])("%s", (state, facts) => expect(certificateState(facts, now)).toBe(state));
