export type Method = "POST" | "PUT" | "PATCH" | "DELETE";

/** Why the portal said no: the sentence, the field it is about, and when to come back. */
export type Problem = { status: number; code: string; detail: string; field?: string; retryAt?: Date };
export type Answer<T> = { ok: true; value: T } | { ok: false; problem: Problem };

/** A UUID. crypto.randomUUID is missing where the page came over plain http. */
export function newKey(): string {
  const hex = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

function text(value: unknown, name: string): string | undefined {
  const found: unknown = typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
  return typeof found === "string" && found !== "" ? found : undefined;
}

export function problemOf(response: Response, body: unknown): Problem {
  const seconds = Number(response.headers.get("retry-after") ?? response.headers.get("x-retry-after") ?? NaN);
  const reference = text(body, "reference");
  return {
    status: response.status,
    code: text(body, "code") ?? "failed",
    detail:
      text(body, "detail") ??
      text(body, "message") ??
      `Something broke${reference ? `, reference ${reference}` : ""}. Try again; if it stays, look at the portal's log.`,
    field: text(body, "field"),
    retryAt: Number.isFinite(seconds) ? new Date(Date.now() + seconds * 1000) : undefined,
  };
}

/**
 * One call of the portal's own API. Answers are the API's shapes (docs: app/_shell/answers.ts); a lost connection is a problem
 * like any other, and the same Idempotency-Key makes trying again harmless.
 */
export async function send<T>(method: Method, path: string, body: unknown, options: { idempotencyKey?: string } = {}): Promise<Answer<T>> {
  const headers: Record<string, string> = { "content-type": "application/json", accept: "application/json" };
  if (options.idempotencyKey) headers["idempotency-key"] = options.idempotencyKey;
  try {
    const response = await fetch(path, {
      method,
      headers,
      body: JSON.stringify(body ?? {}),
      credentials: "same-origin",
      cache: "no-store",
    });
    const said = await response.text();
    const value: unknown = said ? parse(said) : null;
    // The portal is the only one who answers here: its shapes are checked by its own tests.
    return response.ok ? { ok: true, value: value as T } : { ok: false, problem: problemOf(response, value) };
  } catch {
    return {
      ok: false,
      problem: {
        status: 0,
        code: "unreachable",
        detail: "The portal did not answer. What you typed is still here: check the connection and try again.",
      },
    };
  }
}

function parse(said: string): unknown {
  try {
    return JSON.parse(said);
  } catch {
    return null;
  }
}
