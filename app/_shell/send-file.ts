import { newKey, problemOf, type Answer } from "./client";

/** Posts a file as it is, so that its bytes are judged by the portal: the browser would mend what is no UTF-8 without a word. */
export async function sendFile<T>(path: string, file: Blob, type: string): Promise<Answer<T>> {
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "content-type": type, accept: "application/json", "idempotency-key": newKey() },
      body: file,
      credentials: "same-origin",
      cache: "no-store",
    });
    const value: unknown = await response.json().catch(() => null);
    // The portal is the only one who answers here: its shapes are checked by its own tests.
    return response.ok ? { ok: true, value: value as T } : { ok: false, problem: problemOf(response, value) };
  } catch {
    return {
      ok: false,
      problem: {
        status: 0,
        code: "unreachable",
        detail: "The portal did not answer, or the file changed after it was chosen. Choose it again.",
      },
    };
  }
}
