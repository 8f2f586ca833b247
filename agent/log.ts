export type Log = (event: string, details?: Record<string, unknown>) => void;

/** One line per event on stdout. Callers never pass a token or a key. */
export const log: Log = (event, details = {}) => {
  const words = Object.entries(details).map(
    ([key, value]) => `${key}=${typeof value === "string" && /^[\w.:/@+-]+$/.test(value) ? value : JSON.stringify(value)}`,
  );
  process.stdout.write(`${[new Date().toISOString(), event, ...words].join(" ")}\n`);
};

export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
