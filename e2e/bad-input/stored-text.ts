import type { Database } from "../database";
import { UNSEEN } from "./entries";

/** What a column's format has beside what is seen. */
const IN_FORMAT: Record<string, RegExp> = {
  // A public key in PEM, which has lines; we made it.
  "cluster.bundle_key": /\n/g,
  // The server.conf that a node has, a line for each directive; we rendered it, and its grammar was asked.
  "node.server_conf": /\n/g,
  // What stands between the cells of a file that was imported.
  "run.options": /^\t$/,
};
/** Columns that keep what was given as it was given, and why. */
const AS_GIVEN: Record<string, string> = {
  "_prisma_migrations.logs": "not ours",
};

type Column = { table: string; column: string; type: string };

/** Every text that the database holds in a column of text, list or JSON, and which of it nobody can see. */
export async function unseenInDatabase(database: Database): Promise<{ columns: number; texts: number; found: string[] }> {
  const columns = await database.rows<Column>(
    `SELECT c.relname AS table, a.attname AS column, format_type(a.atttypid, NULL) AS type
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'public' AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
       AND format_type(a.atttypid, NULL) IN ('text', 'text[]', 'jsonb', 'json', 'character varying')`,
  );
  let texts = 0;
  const found: string[] = [];
  for (const { table, column, type } of columns) {
    const name = `${table}.${column}`;
    if (name in AS_GIVEN) continue;
    const rows = await database.rows<{ value: unknown }>(
      `SELECT DISTINCT "${column}"${type.startsWith("json") ? "::text" : ""} AS value FROM "${table}" WHERE "${column}" IS NOT NULL`,
    );
    for (const { value } of rows)
      for (const text of textsOf(type.startsWith("json") ? JSON.parse(String(value)) : value)) {
        texts++;
        const format = IN_FORMAT[name];
        const seen = format ? text.replace(format, "") : text;
        if (UNSEEN.test(seen) || !text.isWellFormed()) found.push(`${name}: ${JSON.stringify(text).slice(0, 100)}`);
      }
  }
  return { columns: columns.length, texts, found };
}

function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value === "object" && value !== null) return [...Object.keys(value), ...Object.values(value).flatMap(textsOf)];
  return [];
}
