// A strict DER reader: definite, shortest lengths, one-byte tags, nothing copied.
// Shared with the node agent, which has no other ASN.1 library.

export class DerError extends Error {}

/** One element of `bytes`: its tag, its content from `from` to `to`; the whole element is `start` to `to`. */
export interface Element {
  tag: number;
  start: number;
  from: number;
  to: number;
}

/** The element at `at`, which must end at or before `end`. */
export function elementAt(bytes: Uint8Array, at: number, end: number): Element {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined || at + 2 > end) throw new DerError("cut short");
  if ((tag & 0x1f) === 0x1f) throw new DerError("a tag of several bytes");
  let from = at + 2;
  let length = first;
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count === 0 || count > 4) throw new DerError("a length that DER does not allow");
    if (from + count > end) throw new DerError("cut short");
    length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + (bytes[from++] ?? 0);
    if (length < 0x80 || length < 256 ** (count - 1)) throw new DerError("a length that is not the shortest");
  }
  if (from + length > end) throw new DerError("cut short");
  return { tag, start: at, from, to: from + length };
}

/** The element that fills `bytes` wholly: trailing bytes are an error. */
export function wholeElement(bytes: Uint8Array, tag: number): Element {
  const element = elementAt(bytes, 0, bytes.length);
  if (element.tag !== tag) throw new DerError(`tag ${element.tag} where ${tag} belongs`);
  if (element.to !== bytes.length) throw new DerError("bytes after the end");
  return element;
}

/** The elements inside a constructed one, in order. */
export function children(bytes: Uint8Array, parent: Element): Element[] {
  const out: Element[] = [];
  for (let at = parent.from; at < parent.to; ) {
    const child = elementAt(bytes, at, parent.to);
    out.push(child);
    at = child.to;
  }
  return out;
}

/** `list[index]`, which must be there and have the tag. */
export function nth(list: readonly Element[], index: number, tag: number): Element {
  const element = list[index];
  if (!element || element.tag !== tag) throw new DerError(`tag ${tag} is missing`);
  return element;
}

export const content = (bytes: Uint8Array, element: Element): Uint8Array => bytes.subarray(element.from, element.to);
export const whole = (bytes: Uint8Array, element: Element): Uint8Array => bytes.subarray(element.start, element.to);

/** UTCTime or GeneralizedTime, in the only form that RFC 5280 4.1.2.5 allows. */
export function readTime(bytes: Uint8Array, element: Element): Date {
  const text = new TextDecoder("latin1").decode(content(bytes, element));
  if (element.tag !== 0x17 && element.tag !== 0x18) throw new DerError("a time is missing");
  if (!(element.tag === 0x17 ? /^\d{12}Z$/ : /^\d{14}Z$/).test(text)) throw new DerError("a time that is not in the form of RFC 5280");
  const century = element.tag === 0x18 ? "" : Number(text.slice(0, 2)) < 50 ? "20" : "19";
  const full = century + text;
  const iso = `${full.slice(0, 4)}-${full.slice(4, 6)}-${full.slice(6, 8)}T${full.slice(8, 10)}:${full.slice(10, 12)}:${full.slice(12, 14)}.000Z`;
  const at = new Date(iso);
  // A 31 April is rolled over silently by some readers of dates; it must not be by this one.
  if (Number.isNaN(at.getTime()) || at.toISOString() !== iso) throw new DerError("a date that does not exist");
  return at;
}

/** A non-negative INTEGER in its shortest form. */
export function readInteger(bytes: Uint8Array, element: Element): bigint {
  const value = content(bytes, element);
  if (element.tag !== 0x02 || value.length === 0) throw new DerError("a number is missing");
  if ((value[0] ?? 0) & 0x80) throw new DerError("a negative number");
  if (value.length > 1 && value[0] === 0 && !((value[1] ?? 0) & 0x80)) throw new DerError("a number that is not the shortest");
  let out = 0n;
  for (const byte of value) out = out * 256n + BigInt(byte);
  return out;
}
