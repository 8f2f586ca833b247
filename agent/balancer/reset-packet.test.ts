import { createCipheriv, createHash, createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { madeAt, newClientKey, newServerKey } from "../../lib/pki/tls-crypt-v2";
import { clientReset, isServerReset, readProbeKey } from "./reset-packet";

const bytes = (length: number, seed: string) => {
  const out: Buffer[] = [];
  for (let i = 0; i * 32 < length; i++) out.push(createHash("sha256").update(`${seed}${i}`).digest());
  return new Uint8Array(Buffer.concat(out).subarray(0, length));
};
const when = new Date("2026-11-22T10:00:00Z");
const server = newServerKey(bytes(128, "server"));
const keyOf = (seed: string) => readProbeKey(newClientKey(server, bytes(256, seed), madeAt(when)));
const key = keyOf("probe");
const session = bytes(8, "session");

/** What OpenVPN answers, made with the key's other direction; opcode, message and acknowledgement as asked. */
function answer(of: { opcode?: number; with?: typeof key; acks?: Uint8Array } = {}): Buffer {
  const { opcode = 8, with: by = key, acks = Buffer.concat([Buffer.from([1, 0, 0, 0, 0]), session]) } = of;
  const header = Buffer.concat([Buffer.from([opcode << 3]), bytes(8, "server session"), bytes(8, "number and time")]);
  const plain = Buffer.concat([acks, Buffer.alloc(4)]);
  const tag = createHmac("sha256", by.in.hmac).update(header).update(plain).digest();
  const cipher = createCipheriv("aes-256-ctr", by.in.cipher, tag.subarray(0, 16));
  return Buffer.concat([header, tag, cipher.update(plain), cipher.final()]);
}

describe("the answer of a node", () => {
  test("to this reset", () => expect(isServerReset(key, session, answer())).toBe(true));
  test.each<[string, Buffer]>([
    ["another opcode", answer({ opcode: 7 })],
    ["another's key", answer({ with: keyOf("other") })],
    ["to another session", answer({ acks: Buffer.concat([Buffer.from([1, 0, 0, 0, 0]), bytes(8, "other")]) })],
    ["to nobody", answer({ acks: Buffer.concat([Buffer.from([0, 0, 0, 0, 0]), session]) })],
    ["our own packet sent back", clientReset(key, session, when)],
    ["cut short", answer().subarray(0, 60)],
    ["nothing", Buffer.alloc(0)],
    ["noise", Buffer.from(bytes(72, "noise"))],
  ])("%s is none", (_, packet) => expect(isServerReset(key, session, packet)).toBe(false));

  test("a changed bit anywhere is seen", () => {
    const right = answer();
    for (let byte = 0; byte < right.length; byte++) {
      const wrong = Buffer.from(right);
      wrong[byte] = (wrong[byte] ?? 0) ^ 1;
      expect(isServerReset(key, session, wrong), `byte ${byte}`).toBe(false);
    }
  });
});

test("a reset names its session, the time, and brings the wrapped key behind it", () => {
  const packet = clientReset(key, session, when);
  expect(packet[0]).toBe(10 << 3);
  expect(packet.subarray(1, 9)).toEqual(Buffer.from(session));
  expect(packet.readUInt32BE(13)).toBe(when.getTime() / 1000);
  expect(packet.subarray(54)).toEqual(Buffer.from(key.wrapped));
});

test.each(["", server, newClientKey(server, bytes(256, "c"), madeAt(when)).replace(/\n[^\n]+\n[^\n]+\n---/, "\n---")])(
  "what is no client key is refused (%#)",
  (pem) => expect(() => readProbeKey(pem)).toThrow(),
);
