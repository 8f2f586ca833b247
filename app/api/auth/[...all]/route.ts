import { z } from "zod";
import { readJson } from "@/app/_shell/json-body";
import { refuseForeignOrigin, sourceOf } from "@/app/_shell/origin";
import { answerFor, asInvalid } from "@/app/_shell/problems";
import { auth, AUTH_PATHS } from "@/lib/accounts/auth";
import { claimAttempt, forgetAttempt } from "@/lib/accounts/sign-in-limit";
import { contextFor } from "@/lib/core/context";
import { refuse } from "@/lib/refusal";

const SignInBody = z.object({ email: z.string().max(200), password: z.string().max(1000) });

/** better-auth behind an allow-list: everything else of its endpoints does not exist here. */
async function handle(request: Request): Promise<Response> {
  const url = new URL(request.url);
  const path = url.pathname.replace(/^\/api\/auth/, "");
  try {
    if (AUTH_PATHS[path] !== request.method) refuse("missing", "There is nothing here.");
    if (request.method === "POST") refuseForeignOrigin(request, path === "/sign-out");
    return path === "/sign-in/email" ? await signIn(request) : await auth().handler(request);
  } catch (error) {
    return answerFor(error, `${request.method} ${url.pathname}`);
  }
}

async function signIn(request: Request): Promise<Response> {
  const parsed = SignInBody.safeParse((await readJson(request, 8 * 1024)).value);
  if (!parsed.success) throw asInvalid(parsed.error);
  const ctx = contextFor({ kind: "nobody" }, sourceOf(request));
  const { email, password } = parsed.data;
  const attempt = await claimAttempt(ctx, email);
  const forwarded = new Headers(request.headers);
  if (ctx.source) forwarded.set("x-forwarded-for", ctx.source);
  const answer = await auth().handler(
    new Request(request.url, { method: "POST", headers: forwarded, body: JSON.stringify({ email, password }) }),
  );
  if (answer.status === 429) refuse("too-many", "Too many attempts from this address. Wait a minute, then try again.");
  if (answer.ok) {
    await forgetAttempt(attempt);
    // The sign-in session's token is in the cookie; a script has no use for it.
    const headers = new Headers(answer.headers);
    headers.delete("content-length");
    return new Response("{}", { status: 200, headers });
  }
  if (answer.status >= 500) refuse("busy", "The database cannot be reached. Try again in a moment.");
  return refuse("signed-out", "This e-mail address and password do not go together. Check both and try again.");
}

export { handle as GET, handle as POST };
