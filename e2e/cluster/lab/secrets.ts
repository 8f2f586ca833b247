import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

export type Secret = { name: string; bytes: Buffer };
export type Haystack = { name: string; bytes: Buffer };

/** A secret as it might stand in a text: raw, in hex, as a list of numbers, and inside any base64, whatever stands before it. */
function spellings({ bytes }: Secret): Buffer[] {
  const hex = bytes.toString("hex");
  const based = [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    // The first and the last signs depend on what the neighbours are.
    const own = text.slice(before === 0 ? 0 : before + 1, (before + bytes.length) % 3 === 0 ? undefined : -1);
    return [own, own.replaceAll("+", "-").replaceAll("/", "_")];
  });
  const texts = [hex, hex.toUpperCase(), (hex.match(/../g) ?? []).join(":"), [...bytes].join(","), ...based];
  return [bytes, ...texts.map((text) => Buffer.from(text))];
}

/** Which secrets stand where, in any spelling, also across the line breaks of PEM and JSON. */
export function find(secrets: readonly Secret[], places: readonly Haystack[]): string[] {
  const known = secrets.map((secret) => ({ secret, spelled: spellings(secret) }));
  return places.flatMap((place) => {
    const joined = Buffer.from(place.bytes.toString("latin1").replace(/\s|\\n|\\r/g, ""), "latin1");
    return known
      .filter(({ spelled }) => spelled.some((one) => place.bytes.includes(one) || joined.includes(one)))
      .map(({ secret }) => `${secret.name} in ${place.name}`);
  });
}

/** Every file below a folder; what is base64 within JSON, as bundles have it, is shown decoded too. */
export function filesBelow(folder: string, name: string): Haystack[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.flatMap((entry) => {
    const file = path.join(entry.parentPath, entry.name);
    const bytes = readFileSync(file);
    const where = `${name}:${path.relative(folder, file)}`;
    return [{ name: where, bytes }, ...decoded(bytes).map((inner) => ({ name: `${where} (decoded)`, bytes: inner }))];
  });
}

const decoded = (bytes: Buffer): Buffer[] =>
  [...bytes.toString("latin1").matchAll(/"([A-Za-z0-9+/]{200,}={0,2})"/g)].map(([, text = ""]) => Buffer.from(text, "base64"));
