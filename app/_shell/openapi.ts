import type { z } from "zod";
import type { Permission } from "@/lib/core/permissions";
import { problemResponses, problemSchema, problemsOf } from "./openapi-problems";
import { jsonSchemaOf } from "./openapi-schema";
import { TAGS } from "./openapi-tags";
import type { RouteSpec } from "./route";

export const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
export type HttpMethod = (typeof METHODS)[number];
/** Who may ask: a permission of lib/core/permissions.ts, anybody, or whoever is signed in. */
export type Who = Permission | "anyone" | "signed in";
/** A route file's exports. */
export type RouteModule = Readonly<Record<string, unknown>>;
export type ApiRoute = {
  path: string;
  tag: string;
  module: RouteModule;
  who: Partial<Record<HttpMethod, Who>>;
  /** The media types of an answer that is more than our JSON, a file or a stream: of the route's GET, or of its POST where it has no GET. */
  media?: string | readonly string[];
  /** Answers beside the usual one. */
  also?: Readonly<Record<number, string>>;
};
export type Operation = { method: HttpMethod; path: string; tag: string; who: Who; spec: RouteSpec; route: ApiRoute };

function specOf(handler: unknown): RouteSpec | null {
  const spec: unknown = typeof handler === "function" ? Reflect.get(handler, "spec") : null;
  // Safe: only app/_shell/route.ts puts a spec on a handler.
  return spec ? (spec as RouteSpec) : null;
}

/** Every operation of these routes, in their order. Throws where a handler is none of route()'s or nobody said who may ask. */
export function operationsOf(routes: readonly ApiRoute[]): Operation[] {
  return routes.flatMap((route) =>
    METHODS.filter((method) => method in route.module).map((method) => {
      const spec = specOf(route.module[method]);
      const who = route.who[method];
      if (!spec || !who)
        throw new Error(`${method} ${route.path}: ${spec ? "who may ask is not said" : "it does not go through route()"}.`);
      return { method, path: route.path, tag: route.tag, who, spec, route };
    }),
  );
}

/** "POST /api/v1/users/{username}/offboard" → "postUsersByUsernameOffboard" */
export function operationId(method: HttpMethod, path: string): string {
  const words = path
    .replace(/^\/api\/(v1\/)?/, "")
    .split("/")
    .flatMap((part) => (part.startsWith("{") ? ["by", part.slice(1, -1)] : part.split(/[^a-zA-Z0-9]+/)))
    .filter(Boolean);
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

const LINKS: Partial<Record<Who, string>> = {
  setup: "Whoever has the setup link, whose token is in the body",
  "account.accept": "Whoever has an account invitation's link, whose token is in the body",
  "invitation.use": "Whoever has an invitation's link, whose token is in the body",
  "profile.remotes": "Whoever has a profile, the fingerprint of whose certificate is in the body",
  "node.enrol": "Whoever has a node's join token, which is in the body",
};

/** Who may ask, in words. */
export function whoInWords({ who, spec }: Operation): string {
  if (who === "anyone") return "Anybody";
  const link = LINKS[who];
  if (link) return link;
  if (who === "node.bundle" || who === "node.report") return "A node, with its own token";
  if (spec.as === "person") return "Whoever is signed in, about what is their own";
  return who === "signed in" ? "Whoever is signed in, and every API token" : `Permission ${who}`;
}

function securityOf({ who, spec }: Operation): Record<string, never[]>[] {
  if (who === "anyone" || LINKS[who]) return [];
  if (spec.as === "other") return [{ nodeToken: [] }];
  return spec.as === "person" ? [{ signInSession: [] }] : [{ apiToken: [] }, { signInSession: [] }];
}

function parametersOf({ method, path, spec }: Operation): unknown[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: "path", required: true, schema: { type: "string" } }));
  return [...inPath, ...queryOf(spec.query), ...(method === "GET" ? [] : [{ $ref: "#/components/parameters/IdempotencyKey" }])];
}

function queryOf(query: z.ZodType | undefined): unknown[] {
  if (!query) return [];
  const { properties = {}, required = [] } = jsonSchemaOf(query, "input") as {
    properties?: Record<string, { description?: string }>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: "query",
    required: required.includes(name),
    ...(description ? { description } : {}),
    schema,
  }));
}

/** Whether the answer is what the route's `media` says. */
export const givesMedia = ({ route, method }: Pick<Operation, "route" | "method">): boolean =>
  route.media !== undefined && method === ("GET" in route.who ? "GET" : "POST");

function answersOf(operation: Operation): Record<string, unknown> {
  const { spec, method, path, who, route } = operation;
  const content =
    givesMedia(operation) && route.media
      ? Object.fromEntries([route.media].flat().map((type) => [type, { schema: type === "application/json" ? {} : { type: "string" } }]))
      : spec.answer
        ? { "application/json": { schema: jsonSchemaOf(spec.answer, "output") } }
        : undefined;
  const also = Object.fromEntries(Object.entries(route.also ?? {}).map(([status, description]) => [status, { description }]));
  const closed = securityOf(operation).length > 0;
  const statuses = [
    400,
    ...(closed ? [401, 403, 429] : []),
    ...(path.includes("{") ? [404] : []),
    ...(method === "GET" ? [] : [409]),
    ...(LINKS[who] ? [410, 429] : []),
    ...(spec.body ? [413] : []),
    500,
    503,
  ];
  return { [String(spec.status ?? 200)]: { description: "Done", ...(content ? { content } : {}) }, ...also, ...problemsOf(statuses) };
}

function describe(operation: Operation): unknown {
  const { method, path, tag, spec } = operation;
  return {
    operationId: operationId(method, path),
    tags: [tag],
    summary: spec.summary ?? "",
    description: `${whoInWords(operation)}.`,
    security: securityOf(operation),
    parameters: parametersOf(operation),
    ...(spec.body
      ? { requestBody: { required: true, content: { "application/json": { schema: jsonSchemaOf(spec.body, "input") } } } }
      : {}),
    responses: answersOf(operation),
  };
}

/** The API's description (OpenAPI 3.1), made from what the routes themselves parse with. */
export function openapi(routes: readonly ApiRoute[], version: string): Record<string, unknown> {
  const operations = operationsOf(routes);
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) (paths[operation.path] ??= {})[operation.method.toLowerCase()] = describe(operation);
  return {
    openapi: "3.1.0",
    info: { title: "Homeport", version, description: INTRODUCTION, license: { name: "MIT", identifier: "MIT" } },
    servers: [{ url: "/" }],
    tags: Object.entries(TAGS)
      .filter(([name]) => operations.some(({ tag }) => tag === name))
      .map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: { Problem: problemSchema },
      responses: problemResponses,
      parameters: { IdempotencyKey },
      securitySchemes: SECURITY,
    },
  };
}

export const INTRODUCTION =
  "Everything that people do in the portal, for programs. Send an API token as `Authorization: Bearer …`. A change that is sent again with the same Idempotency-Key happens once. Refusals are RFC 9457 problems whose `detail` is a sentence. Lists come in pages: send `next` or `previous` of an answer as `cursor`. Times are ISO 8601 in UTC; revisions and other big numbers are decimal text.";
const IdempotencyKey = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description: "1 to 100 visible ASCII characters, such as a UUID: the same change sent again with it happens once.",
  schema: { type: "string", pattern: "^[!-~]{1,100}$" },
};
const SECURITY = {
  apiToken: { type: "http", scheme: "bearer", description: "A program's API token, with a role" },
  signInSession: { type: "apiKey", in: "cookie", name: "homeport.session_token", description: "A person who signed in with a browser" },
  nodeToken: { type: "http", scheme: "bearer", description: "A node's own token" },
};
