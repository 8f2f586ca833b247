// PEM (RFC 7468), browser-safe. Its own base64, because `atob` is slow on lists of megabytes
// and lax: here only what `toPem` would write is read.
import type { Der } from "./der";

const ALPHABET = new TextEncoder().encode("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
const VALUE = new Int8Array(128).fill(-1);
ALPHABET.forEach((code, value) => (VALUE[code] = value));
const PAD = 61;

export class PemError extends Error {}
export interface PemBlock {
  label: string;
  der: Der;
}

/** One block, lines of 64, a newline at the end. */
export function toPem(label: string, der: Uint8Array): string {
  const digits = Math.ceil(der.length / 3) * 4;
  const out = new Uint8Array(digits + Math.ceil(digits / 64));
  let at = 0;
  for (let i = 0, column = 0; i < der.length; i += 3) {
    const a = der[i] ?? 0,
      b = der[i + 1] ?? 0,
      c = der[i + 2] ?? 0;
    out[at++] = ALPHABET[a >> 2] ?? 0;
    out[at++] = ALPHABET[((a & 3) << 4) | (b >> 4)] ?? 0;
    out[at++] = i + 1 < der.length ? (ALPHABET[((b & 15) << 2) | (c >> 6)] ?? 0) : PAD;
    out[at++] = i + 2 < der.length ? (ALPHABET[c & 63] ?? 0) : PAD;
    if ((column += 4) === 64) {
      out[at++] = 10;
      column = 0;
    }
  }
  if (digits % 64) out[at++] = 10;
  return `-----BEGIN ${label}-----\n${new TextDecoder().decode(out)}-----END ${label}-----\n`;
}

/** Every block in a text. Text between blocks is ignored, as RFC 7468 section 2 asks of readers. */
export function pemBlocks(text: string): PemBlock[] {
  const blocks: PemBlock[] = [];
  for (let at = 0; ; ) {
    const begin = text.indexOf("-----BEGIN ", at);
    if (begin < 0) {
      if (text.indexOf("-----END ", at) >= 0) throw new PemError("a PEM block ends that never began");
      return blocks;
    }
    const dashes = text.indexOf("-----", begin + 11);
    const label = dashes < 0 ? "" : text.slice(begin + 11, dashes);
    if (!/^[A-Za-z0-9][A-Za-z0-9 -]{0,62}$/.test(label)) throw new PemError("a PEM block has no proper label");
    const end = text.indexOf("-----", dashes + 5);
    const last = `-----END ${label}-----`;
    if (end < 0 || !text.startsWith(last, end)) throw new PemError(`the PEM block ${label} does not end as it began`);
    blocks.push({ label, der: decode(text, dashes + 5, end) });
    at = end + last.length;
  }
}

/** The one block in `text`, which must have the label. */
export function fromPem(label: string, text: string): Der {
  const [block, second] = pemBlocks(text);
  if (!block) throw new PemError(`there is no PEM block, where one labelled ${label} belongs`);
  if (second) throw new PemError(`there is more than one PEM block, where one labelled ${label} belongs`);
  if (block.label !== label) throw new PemError(`the PEM block is labelled ${block.label}, where ${label} belongs`);
  return block.der;
}

function decode(text: string, from: number, to: number): Der {
  const out = new Uint8Array(Math.floor(((to - from) * 3) / 4));
  let length = 0,
    held = 0,
    digits = 0,
    pads = 0;
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || code === 13 || code === 32 || code === 9) continue;
    if (code === PAD) {
      pads++;
      continue;
    }
    const value = code < 128 ? (VALUE[code] ?? -1) : -1;
    if (value < 0 || pads) throw new PemError("a PEM block holds something that is not base64");
    held = (held << 6) | value;
    if (++digits % 4 === 0) {
      out[length++] = (held >> 16) & 255;
      out[length++] = (held >> 8) & 255;
      out[length++] = held & 255;
      held = 0;
    }
  }
  const rest = digits % 4;
  if ((digits + pads) % 4 || pads > 2) throw new PemError("a PEM block is cut short");
  if (rest === 2) {
    if (held & 15) throw new PemError("a PEM block holds something that is not base64");
    out[length++] = held >> 4;
  } else if (rest === 3) {
    if (held & 3) throw new PemError("a PEM block holds something that is not base64");
    out[length++] = held >> 10;
    out[length++] = (held >> 2) & 255;
  }
  return out.slice(0, length);
}
