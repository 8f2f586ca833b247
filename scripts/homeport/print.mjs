/** @typedef {Record<string, unknown>} Json */

/** One cell: dates to the minute, lists with commas, nothing as an em dash. What would steer a terminal is left out. @param {unknown} value @returns {string} */
export function cell(value) {
  if (value === null || value === undefined || value === "") return "—";
  const text = Array.isArray(value) ? value.map(cell).join(", ") : typeof value === "object" ? JSON.stringify(value) : String(value);
  return text
    .replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\d(\.\d+)?Z$/, "$1 $2 UTC")
    .replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, " ");
}

/**
 * Rows in columns, under their names.
 * @param {readonly Json[]} rows @param {readonly string[]} columns fields of a row, which are also the headings
 */
export function table(rows, columns) {
  const lines = [columns.map(heading), ...rows.map((row) => columns.map((column) => cell(row[column])))];
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => [...(line[i] ?? "")].length)));
  return lines
    .map((line) =>
      line
        .map((text, i) => text + " ".repeat((widths[i] ?? 0) - [...text].length))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** One thing's facts, a line each. @param {Json} facts */
export function properties(facts) {
  const names = Object.keys(facts);
  const width = Math.max(0, ...names.map((name) => heading(name).length));
  return names.map((name) => `${heading(name).padEnd(width)}  ${cell(facts[name])}`).join("\n");
}

/** "notAfter" → "Not after" @param {string} name */
export function heading(name) {
  const words = name.replace(/([A-Z])/g, " $1").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A field of an answer that is a list of objects. @param {Json} answer @param {string} [name] @returns {Json[]} */
export function list(answer, name = "rows") {
  const found = answer[name];
  return Array.isArray(found) ? found : [];
}
