/**
 * A cell that a spreadsheet does not take for a formula: one that begins with = + - @, a tab or a carriage return (also after spaces or
 * a quote, and in their full-width forms) gets an apostrophe before it. Line breaks inside a cell stay, in quotes.
 */
export function safeCell(value: string): string {
  return /^[\s"']*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/u.test(value) || /^[\t\r\n]/.test(value) ? `'${value}` : value;
}

const quoted = (text: string): string => (/[",;\n\r\t]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export type CellValue = string | number | bigint | boolean | Date | null | undefined;

/** Numbers stay numbers, also negative ones; a date is ISO 8601; nothing is an empty cell. */
export function cellText(value: CellValue): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== "string") return String(value);
  return quoted(safeCell(value));
}

/** RFC 4180: commas, CRLF, quotes doubled. */
export const csvLine = (cells: readonly CellValue[]): string => `${cells.map(cellText).join(",")}\r\n`;

/** So that Excel reads UTF-8. */
export const BOM = "\uFEFF";
