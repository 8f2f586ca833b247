// The entries of a CRL as they stand in it, one after another: read without copying, because there
// may be a million of them.
import { fromHex, toHex } from "./der";
import { DerError, elementAt } from "./der-reader";

/** Serials as hex, two digits a byte, in the order of the list. Throws DerError. */
export function serialsIn(entries: Uint8Array, from = 0, to = entries.length): string[] {
  const serials: string[] = [];
  eachEntry(entries, from, to, (start, end) => void serials.push(toHex(unsigned(entries.subarray(start, end)))));
  return serials;
}

/** Whether a serial (hex) is listed. */
export function hasSerial(entries: Uint8Array, serial: string, from = 0, to = entries.length): boolean {
  const wanted = unsigned(fromHex(serial.length % 2 ? `0${serial}` : serial));
  let found = false;
  eachEntry(entries, from, to, (start, end) => {
    const own = unsigned(entries.subarray(start, end));
    if (own.length === wanted.length && own.every((byte, i) => byte === wanted[i])) found = true;
  });
  return found;
}

/** How many entries there are, each of them checked. Throws DerError. */
export function countEntries(entries: Uint8Array, from = 0, to = entries.length): number {
  return eachEntry(entries, from, to, () => undefined);
}

/** Serials of `before` that are neither in `after` nor among the expired (I5). */
export function crlEntriesLost(before: Uint8Array, after: Uint8Array, expired: readonly string[]): string[] {
  // The usual case: entries were added at the end. Comparing bytes costs next to nothing.
  const start = after.subarray(0, before.length);
  if (start.length === before.length && Buffer.compare(start, before) === 0) {
    countEntries(after, before.length);
    return [];
  }
  const kept = new Set([...serialsIn(after), ...expired.map((serial) => toHex(unsigned(fromHex(serial.toLowerCase()))))]);
  return serialsIn(before).filter((serial) => !kept.has(serial));
}

/** Calls `visit` with where each entry's serial begins and ends; gives their number. Throws DerError. */
function eachEntry(bytes: Uint8Array, from: number, to: number, visit: (start: number, end: number) => void): number {
  let count = 0;
  for (let at = from; at < to; count++) {
    const entry = elementAt(bytes, at, to);
    const serial = elementAt(bytes, entry.from, entry.to);
    const date = elementAt(bytes, serial.to, entry.to);
    if (entry.tag !== 0x30 || serial.tag !== 0x02 || serial.from === serial.to) throw new DerError("an entry that is none");
    checkTime(bytes, date.tag, date.from, date.to);
    if (date.to < entry.to) checkEntryExtensions(bytes, date.to, entry.to);
    visit(serial.from, serial.to);
    at = entry.to;
  }
  return count;
}

function checkTime(bytes: Uint8Array, tag: number, from: number, to: number): void {
  const digits = tag === 0x17 ? 12 : tag === 0x18 ? 14 : -1;
  if (to - from !== digits + 1 || bytes[to - 1] !== 0x5a) throw new DerError("an entry without a date");
  for (let i = from; i < to - 1; i++) if ((bytes[i] ?? 0) < 0x30 || (bytes[i] ?? 0) > 0x39) throw new DerError("an entry without a date");
}

/** reasonCode and nothing else; removeFromCRL would make OpenSSL let the certificate in. */
function checkEntryExtensions(bytes: Uint8Array, from: number, to: number): void {
  const list = elementAt(bytes, from, to);
  if (list.tag !== 0x30 || list.to !== to) throw new DerError("an entry with something after its extensions");
  // Ours all look alike: SEQUENCE { SEQUENCE { OID 2.5.29.21, OCTET STRING { ENUMERATED code } } }.
  const ours = to - from === 14 && REASON.every((byte, i) => bytes[from + i] === byte);
  if (!ours) throw new DerError("an entry with an extension other than a reason code");
  const code = bytes[to - 1] ?? 0;
  if (code > 10 || code === 7 || code === 8) throw new DerError("an entry with a reason that does not revoke");
}

const REASON = fromHex("300c300a0603551d1504030a01");

/** Without the zero that keeps an INTEGER positive. */
function unsigned(bytes: Uint8Array): Uint8Array {
  let from = 0;
  while (from < bytes.length - 1 && bytes[from] === 0) from++;
  return bytes.subarray(from);
}
