import { signatureOf } from "./webhook-signature";

/** What a webhook is sent. `id` is the same when the same thing is sent again. */
export type WebhookBody = {
  id: string;
  type: "alert.raised" | "alert.cleared" | "test";
  at: string;
  cluster: string;
  alert: { id: string; code: string; subject: string; tone: string; sentence: string; url: string } | null;
};

const WAIT = 5_000;

/**
 * Calls an address that an admin chose, private ones too. No redirect is followed, so that it reaches nothing else; the answer is not read.
 * Returns null when it was taken (2xx), or why not.
 */
export async function callWebhook(url: string, secret: string, body: WebhookBody, now: Date): Promise<string | null> {
  const text = JSON.stringify(body);
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "user-agent": "Homeport",
        "x-homeport-delivery": body.id,
        "x-homeport-signature": signatureOf(secret, now, text),
      },
      body: text,
      redirect: "manual",
      cache: "no-store",
      signal: AbortSignal.timeout(WAIT),
    });
    await response.body?.cancel();
    if (response.ok) return null;
    const redirected = response.status >= 300 && response.status < 400;
    return `${hostOf(url)} answered ${response.status}${redirected ? ": redirects are not followed" : ""}.`;
  } catch (error) {
    if (error instanceof DOMException && error.name === "TimeoutError") return `${hostOf(url)} did not answer within 5 s.`;
    const cause: unknown = error instanceof Error ? error.cause : null;
    return `${hostOf(url)} cannot be reached${cause instanceof Error && cause.message ? `: ${cause.message.slice(0, 200)}` : ""}.`;
  }
}

/** The rest of an address may be somebody's secret: it stays out of sentences. */
const hostOf = (url: string): string => new URL(url).host;
