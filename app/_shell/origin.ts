import { env } from "@/lib/env";
import { refuse } from "@/lib/refusal";

/**
 * A write that a browser sends must come from the portal's own pages. Programs send no Origin; where the sign-in cookie would
 * authorise the write, they must.
 */
export function refuseForeignOrigin(request: Request, byCookie: boolean): void {
  const ours = env().url.origin;
  const origin = request.headers.get("origin");
  if (origin !== null ? origin === ours : !byCookie || request.headers.get("sec-fetch-site") === "same-origin") return;
  refuseForeign();
}

/** Another page must not make somebody's browser read either: an export is an entry of the audit log, in the name of whoever is signed in. */
export function refuseForeignPage(request: Request): void {
  if (request.headers.get("sec-fetch-site") === "cross-site") refuseForeign();
}

function refuseForeign(): never {
  refuse("forbidden", `This request came from another page. Open the portal at ${env().url.origin} and try again there.`);
}

/**
 * The client's address as the nearest proxy says, which appends it to what the client may have made up (Next.js fills it in where there
 * is no proxy). Shown, logged and counted; never trusted.
 */
export function sourceOf(request: Request): string | null {
  const last = request.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? null;
  return last && /^[0-9a-fA-F:.]{2,45}$/.test(last) ? last.replace(/^::ffff:/, "") : null;
}
