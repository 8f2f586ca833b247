// OpenVPN's first two packets as they are on the wire under tls-crypt-v2 (doc/tls-crypt-v2.txt, ssl_pkt.h). Pure.
import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from "node:crypto";
import { CLIENT_KEY_LABEL } from "../../lib/pki/tls-crypt-v2";
import { fromPem } from "../../lib/pki/pem";

// The opcode is in the upper five bits, the key's number in the lower three.
const HARD_RESET_CLIENT_V3 = 10 << 3;
const HARD_RESET_SERVER_V2 = 8 << 3;
/** A packet's number of this form asks for the answer of a server that keeps nothing: its session id is a cookie. */
const EARLY_NEGOTIATION = 0x0f000001;
const SESSION_ID = 8;
/** Opcode, session id, packet number, time: sent in clear, and authenticated. */
const HEADER = 1 + SESSION_ID + 8;
const TAG = 32;

/** Both directions of a tls-crypt-v2 client key, and the same key wrapped for the server. */
export type ProbeKey = { out: Direction; in: Direction; wrapped: Uint8Array };
type Direction = { cipher: Uint8Array; hmac: Uint8Array };

/** A key structure is two pairs of 64 bytes, cipher and HMAC, of which 32 are used; a client sends with the second and hears with the first. */
export function readProbeKey(pem: string): ProbeKey {
  const all = fromPem(CLIENT_KEY_LABEL, pem);
  if (all.length < 256 + TAG + 256 + 3) throw new RangeError("this is not a tls-crypt-v2 client key");
  const direction = (at: number): Direction => ({ cipher: all.subarray(at, at + 32), hmac: all.subarray(at + 64, at + 96) });
  return { in: direction(0), out: direction(128), wrapped: all.subarray(256) };
}

/** P_CONTROL_HARD_RESET_CLIENT_V3: "I would begin a session of this id", with the key that the server is to open first. */
export function clientReset(key: ProbeKey, sessionId: Uint8Array, now: Date): Buffer {
  const header = Buffer.alloc(HEADER);
  header.writeUInt8(HARD_RESET_CLIENT_V3);
  header.set(sessionId, 1);
  header.writeUInt32BE(EARLY_NEGOTIATION, 9);
  header.writeUInt32BE(Math.floor(now.getTime() / 1000), 13);
  // Acknowledges nothing, and is message 0.
  const plain = Buffer.alloc(1 + 4);
  const tag = createHmac("sha256", key.out.hmac).update(header).update(plain).digest();
  const cipher = createCipheriv("aes-256-ctr", key.out.cipher, tag.subarray(0, 16));
  return Buffer.concat([header, tag, cipher.update(plain), cipher.final(), key.wrapped]);
}

/** Whether this is P_CONTROL_HARD_RESET_SERVER_V2 of somebody who has the server key, and answers the reset of this session id. */
export function isServerReset(key: ProbeKey, sessionId: Uint8Array, packet: Uint8Array): boolean {
  // It acknowledges one message, so it names our session.
  if (packet.length < HEADER + TAG + 1 + 4 + SESSION_ID + 4 || packet[0] !== HARD_RESET_SERVER_V2) return false;
  const tag = packet.subarray(HEADER, HEADER + TAG);
  const decipher = createDecipheriv("aes-256-ctr", key.in.cipher, tag.subarray(0, 16));
  const plain = Buffer.concat([decipher.update(packet.subarray(HEADER + TAG)), decipher.final()]);
  const expected = createHmac("sha256", key.in.hmac).update(packet.subarray(0, HEADER)).update(plain).digest();
  return timingSafeEqual(expected, tag) && plain[0] === 1 && timingSafeEqual(plain.subarray(5, 5 + SESSION_ID), sessionId);
}
