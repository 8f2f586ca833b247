import type { CellValue } from "./csv-text";

export const EXPORTS = [
  "users",
  "devices",
  "certificates",
  "addresses",
  "audit",
  "vpn-sessions",
  "past-vpn-sessions",
  "receipts",
  "import-rows",
  "run-failures",
  "accounts",
  "account-invitations",
  "tokens",
  "refused-sign-ins",
  "crl-entries",
  "nodes",
  "balancers",
  "sites",
  "remotes",
  "rollouts",
  "reserved",
  "outdated-profiles",
  "alerts",
  "runs",
  "undelivered-mails",
  "undelivered-calls",
] as const;
export type ExportName = (typeof EXPORTS)[number];
export const FORMATS = ["csv", "json"] as const;
export type Format = (typeof FORMATS)[number];

/** A list that can be exported: its columns, and its rows a few at a time, by the list's own filter. */
export type Export<Row extends Record<string, unknown>> = {
  columns: readonly string[];
  rows: AsyncIterable<readonly Row[]>;
};

/** What a cell of CSV says: a list becomes words with spaces between, an object its JSON. */
export function asCell(value: unknown): CellValue {
  if (value === null || value === undefined || value instanceof Date) return value;
  if (typeof value === "string" || typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") return value;
  return Array.isArray(value) && value.every((one) => typeof one === "string") ? value.join(" ") : JSON.stringify(value);
}
