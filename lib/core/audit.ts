import { createHash } from "node:crypto";

export type AuditFacts = { action: string; subject: string; details?: Record<string, unknown> };
export type ChainedEntry = {
  seq: bigint;
  at: Date;
  actor: string;
  action: string;
  subject: string;
  details: unknown;
  source: string | null;
  previous: string;
};

/** The head of an empty chain. */
export const GENESIS = "0".repeat(64);

/** JSON with keys in order, so that what PostgreSQL gives back hashes to the same bytes (jsonb forgets the order of keys). */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const entries = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(",")}}`;
  }
  return JSON.stringify(value) ?? "null";
}

/** SHA-256 in hex over everything the entry says and the hash before it (I10). */
export function chainHash(entry: ChainedEntry): string {
  return createHash("sha256")
    .update(
      canonical([
        entry.previous,
        entry.seq.toString(),
        entry.at.toISOString(),
        entry.actor,
        entry.action,
        entry.subject,
        entry.details,
        entry.source,
      ]),
    )
    .digest("hex");
}
