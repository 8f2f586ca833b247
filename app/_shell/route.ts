import { createHmac } from "node:crypto";
import type { z } from "zod";
import { apiTokenActor } from "@/lib/accounts/api-token-actor";
import { currentActor } from "@/lib/accounts/current-actor";
import { countTokenRequest } from "@/lib/accounts/request-limit";
import { actorName, contextFor, type Actor, type Context } from "@/lib/core/context";
import { derivedKey } from "@/lib/core/seal";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { refuse, Refusal } from "@/lib/refusal";
import { readJson } from "./json-body";
import { refuseForeignOrigin, refuseForeignPage, sourceOf } from "./origin";
import { answerCounted, withHeaders } from "./limits";
import { asInvalid } from "./problems";

type Params = Record<string, string>;
/** Next.js gives a route without parameters none at all. */
type NextContext = { params: Promise<Params | undefined> };
type Asked<B, Q> = { ctx: Context; body: B; query: Q; params: Params; request: Request };
type Options<B, Q> = {
  /**
   * Who asks. "account": somebody who signed in, or a program with an API token. "person": somebody who signed in, for what is their own.
   * A function finds whoever has a token of another kind in the body or header; "anyone" for public files.
   */
  as: "account" | "person" | "anyone" | ((request: Request, body: B) => Promise<Actor>);
  /** What it does, in one line, for the API's description. */
  summary?: string;
  body?: z.ZodType<B>;
  /** The query's parameters: an object whose values are read from text. One that is not in it is refused. */
  query?: z.ZodType<Q>;
  /** The shape of the answer's JSON, for the API's description. */
  answer?: z.ZodType;
  /** Bytes of body at most; 64 KB unless said. */
  limit?: number;
  status?: number;
};

const WRITES = new Set(["POST", "PUT", "PATCH", "DELETE"]);
const KEY = /^[\x21-\x7e]{1,100}$/;

export type RouteSpec = Pick<Options<never, never>, "summary" | "answer" | "status"> & {
  as: "account" | "person" | "anyone" | "other";
  body?: z.ZodType;
  query?: z.ZodType;
};

/**
 * The edge: origin → actor → query and body → context → verb → JSON or problem. Everything under /api/v1 goes through it. What the
 * API's description needs hangs on the handler as `spec`.
 */
export function route<B = undefined, Q = undefined>(options: Options<B, Q>, handle: (asked: Asked<B, Q>) => Promise<unknown>) {
  const handler = async (request: Request, { params }: NextContext): Promise<Response> => {
    const where = `${request.method} ${new URL(request.url).pathname}`;
    const source = sourceOf(request);
    let limits: Record<string, string> = {};
    let actor: Actor = { kind: "nobody" };
    try {
      const asked = (await params) ?? {};
      refuseUnseen(asked, new URL(request.url).searchParams);
      const writes = WRITES.has(request.method);
      const byToken = options.as === "account" && request.headers.has("authorization");
      const byCookie = !byToken && (options.as === "account" || options.as === "person");
      if (writes) refuseForeignOrigin(request, byCookie);
      else if (byCookie) refuseForeignPage(request);
      // Who asks comes before what is asked, so that nobody learns anything from a refusal of the body.
      if (byToken) actor = await apiTokenActor(request, source);
      else if (byCookie) actor = await signedIn(request);
      if (actor.kind === "token") limits = await countTokenRequest(actor.id);
      const query = parseQuery(request, options);
      const { body, hash } = await parseBody(request, options);
      if (typeof options.as === "function") actor = await options.as(request, body);
      const ctx = contextFor(actor, source);
      if (writes) ctx.idempotency = idempotency(request, where, hash);
      const answer = await handle({ ctx, body, query, params: asked, request });
      if (answer instanceof Response) return withHeaders(answer, limits);
      return new Response(asJson(answer ?? {}), {
        status: options.status ?? 200,
        headers: { "content-type": "application/json", "cache-control": "no-store", ...limits },
      });
    } catch (error) {
      // What somebody may not do is no entry of the audit log, which has what was done; whoever watches the portal's log sees it.
      if (error instanceof Refusal && error.code === "forbidden")
        log("warn", "request.forbidden", { where, source, actor: actorName(actor), sentence: error.sentence });
      return withHeaders(await answerCounted(error, where, source), limits);
    }
  };
  const spec: RouteSpec = {
    as: typeof options.as === "function" ? "other" : options.as,
    summary: options.summary,
    body: options.body,
    query: options.query,
    answer: options.answer,
    status: options.status,
  };
  return Object.assign(handler, { spec });
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

function parseQuery<B, Q>(request: Request, options: Options<B, Q>): Q {
  // A route without a schema has no query: Q is undefined there.
  if (!options.query) return undefined as Q;
  const parsed = options.query.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!parsed.success) throw asInvalid(parsed.error);
  return parsed.data;
}

async function parseBody<B, Q>(request: Request, options: Options<B, Q>): Promise<{ body: B; hash: string }> {
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
  // Kept for a day: with a key that is not in the database, or it were a quick way to try what passwords a body had (I12).
  const keyed = createHmac("sha256", derivedKey(env().kek, "request bodies")).update(bodyHash).digest("hex");
  return { key, route: where, bodyHash: keyed };
}

/** Dates as ISO text, big numbers as decimal text. */
function asJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => (typeof item === "bigint" ? item.toString() : item));
}
