import { readFileSync } from "node:fs";

/** What auto_explain writes about a query that ran. */
type Node = {
  "Node Type": string;
  "Relation Name"?: string;
  "Actual Rows"?: number;
  "Actual Loops"?: number;
  "Rows Removed by Filter"?: number;
  "Rows Removed by Index Recheck"?: number;
  Plans?: Node[];
};
export type Query = { text: string; rows: number; relation: string };

const SCAN = /^(Seq|Index|Index Only|Bitmap Heap|Tid|Tid Range|Sample|Parallel.*) Scan$/;

/** A database that need not outlive a power cut. */
export const IN_A_HURRY = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  max_wal_size: "4GB",
  shared_buffers: "512MB",
};

/** So that each query that ran leaves its plan, with the rows that it really read, in PostgreSQL's log. */
export const EXPLAIN_EVERYTHING = {
  session_preload_libraries: "auto_explain",
  "auto_explain.log_analyze": "on",
  "auto_explain.log_timing": "off",
  "auto_explain.log_format": "json",
  "auto_explain.log_nested_statements": "off",
};

/** The queries in the log after its first `from` bytes, each with the most rows that it read of one table. */
export function queriesIn(log: string, from: number): Query[] {
  const text = readFileSync(log).subarray(from).toString("utf8");
  return text
    .split(/^.*duration: [\d.]+ ms {2}plan:$/m)
    .slice(1)
    .map((part) => {
      // The plan is indented by a tab; the next line of the log is not.
      const lines = part.split("\n").slice(1);
      const end = lines.findIndex((line) => !line.startsWith("\t"));
      const said = JSON.parse(lines.slice(0, end === -1 ? undefined : end).join("\n")) as { "Query Text": string; Plan: Node };
      const read = new Map<string, number>();
      count(said.Plan, read);
      const [relation = "", rows = 0] = [...read].sort(([, a], [, b]) => b - a)[0] ?? [];
      return { text: said["Query Text"], rows, relation };
    });
}

function count(node: Node, read: Map<string, number>): void {
  if (SCAN.test(node["Node Type"])) {
    const rows = (node["Actual Rows"] ?? 0) + (node["Rows Removed by Filter"] ?? 0) + (node["Rows Removed by Index Recheck"] ?? 0);
    const relation = node["Relation Name"] ?? "";
    read.set(relation, (read.get(relation) ?? 0) + rows * (node["Actual Loops"] ?? 1));
  }
  for (const inner of node.Plans ?? []) count(inner, read);
}
