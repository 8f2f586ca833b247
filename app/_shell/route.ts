import type { z } from "zod";
import { currentActor } from "@/lib/accounts/current-actor";
import { contextFor, type Actor, type Context } from "@/lib/core/context";
import { refuse } from "@/lib/refusal";
import { readJson } from "./json-body";
import { refuseForeignOrigin, sourceOf } from "./origin";
import { answerFor, asInvalid } from "./problems";

type Params = Record<string, string>;
/** Next.js gives a route without parameters none at all. */
type NextContext = { params: Promise<Params | undefined> };
type Asked<B> = { ctx: Context; body: B; params: Params; request: Request };
type Options<B> = {
  /** Who asks: the signed-in account, or whoever `actor` finds (a token in the body or header); "anyone" for public files. */
  as: "account" | "anyone" | ((request: Request, body: B) => Promise<Actor>);
  body?: z.ZodType<B>;
  /** Bytes of body at most; 64 KB unless said. */
  limit?: number;
  status?: number;
};

const WRITES = new Set(["POST", "PUT", "PATCH", "DELETE"]);
const KEY = /^[\x21-\x7e]{1,100}$/;

/** The edge: origin → body → actor → context → verb → JSON or problem. Everything under /api/v1 goes through it. */
export function route<B = undefined>(options: Options<B>, handle: (asked: Asked<B>) => Promise<unknown>) {
  return async (request: Request, { params }: NextContext): Promise<Response> => {
    const where = `${request.method} ${new URL(request.url).pathname}`;
    try {
      const asked = (await params) ?? {};
      refuseUnseen(asked, new URL(request.url).searchParams);
      const writes = WRITES.has(request.method);
      if (writes) refuseForeignOrigin(request, options.as === "account");
      // Who asks comes before what is asked, so that nobody learns anything from a refusal of the body.
      const account = options.as === "account" ? await signedIn(request) : null;
      const { body, hash } = await parseBody(request, options);
      const actor = account ?? (typeof options.as === "function" ? await options.as(request, body) : ({ kind: "nobody" } as const));
      const ctx = contextFor(actor, sourceOf(request));
      if (writes) ctx.idempotency = idempotency(request, where, hash);
      const answer = await handle({ ctx, body, params: asked, request });
      if (answer instanceof Response) return answer;
      return new Response(asJson(answer ?? {}), {
        status: options.status ?? 200,
        headers: { "content-type": "application/json", "cache-control": "no-store" },
      });
    } catch (error) {
      return answerFor(error, where);
    }
  };
}

// No name has them, and PostgreSQL takes neither NUL nor half a character.
const UNSEEN = /[\p{Cc}\p{Cs}]/u;

function refuseUnseen(params: Params, query: URLSearchParams): void {
  if (Object.values(params).some((value) => UNSEEN.test(value)))
    refuse("missing", "There is nothing of that name: it has characters that cannot be seen.");
  for (const [name, value] of query)
    if (UNSEEN.test(value))
      refuse("invalid", `${name.slice(0, 40)} has characters that cannot be seen. Leave them out.`, name.slice(0, 40));
}

async function signedIn(request: Request): Promise<Actor> {
  const actor = await currentActor(request.headers);
  return actor.kind === "nobody" ? refuse("signed-out", "Sign in first.") : actor;
}

async function parseBody<B>(request: Request, options: Options<B>): Promise<{ body: B; hash: string }> {
  // A route without a schema has no body: B is undefined there.
  if (!options.body) return { body: undefined as B, hash: "" };
  const { value, hash } = await readJson(request, options.limit ?? 64 * 1024);
  const parsed = options.body.safeParse(value);
  if (!parsed.success) throw asInvalid(parsed.error);
  return { body: parsed.data, hash };
}

function idempotency(request: Request, where: string, bodyHash: string): Context["idempotency"] {
  const key = request.headers.get("idempotency-key");
  if (key === null) return undefined;
  if (!KEY.test(key))
    refuse("invalid", "The Idempotency-Key must be 1 to 100 visible ASCII characters, such as a UUID.", "Idempotency-Key");
  return { key, route: where, bodyHash };
}

/** Dates as ISO text, big numbers as decimal text. */
function asJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => (typeof item === "bigint" ? item.toString() : item));
}
