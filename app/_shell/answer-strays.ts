import { subscribe } from "node:diagnostics_channel";
import { existsSync, readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { routeNames } from "@/lib/metrics/watch-requests";
import { methodsIn, readableAddress } from "./stray-requests";

const process_ = globalThis as typeof globalThis & { homeportStrays?: true };

/**
 * What Next.js would answer before any route of ours is asked: an address that is no UTF-8 breaks there (500), and a method that a route
 * has not gets 405 without a body and without Allow, which RFC 9110 section 15.5.6 wants.
 */
export function answerStrays(): void {
  if (process_.homeportStrays) return;
  process_.homeportStrays = true;
  const nameOf = routeNames();
  subscribe("http.server.request.start", (message) => {
    // What Node.js publishes on this channel (nodejs.org/api/diagnostics_channel.html#http).
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    const address = (request.url = readableAddress(request.url ?? "/"));
    if (address.startsWith("/api/v1/")) sayWhatIsAllowed(response, () => methodsOf(nameOf(address.split("?")[0] ?? "")));
  });
}

/** Gives an empty 405 a problem for a body, whichever way it is written. */
function sayWhatIsAllowed(response: ServerResponse, methods: () => string[]): void {
  let told: string | null = null;
  const tell = () => {
    if (told !== null || response.headersSent || response.statusCode !== 405 || response.hasHeader("content-type")) return;
    const allow = methods();
    const detail = allow.length > 0 ? `This address takes ${allow.join(", ")}.` : "This address does not take that method.";
    told = JSON.stringify({ type: "about:blank", title: "Method not allowed", status: 405, detail, code: "invalid" });
    if (allow.length > 0) response.setHeader("allow", allow.join(", "));
    response.removeHeader("content-length");
    response.setHeader("content-type", "application/problem+json");
    response.setHeader("cache-control", "no-store");
  };
  const [writeHead, end] = [response.writeHead, response.end];
  // Both are passed on with what they were called with; only the type of several shapes in one cannot say so.
  response.writeHead = function (this: ServerResponse, ...said: unknown[]) {
    if (typeof said[0] === "number") response.statusCode = said[0];
    tell();
    return Reflect.apply(writeHead, response, said) as ServerResponse;
  } as typeof response.writeHead;
  response.end = function (this: ServerResponse, ...said: unknown[]) {
    tell();
    return Reflect.apply(end, response, told === null ? said : [told]) as ServerResponse;
  } as typeof response.end;
}

/** The checkout that the process starts in has the route's file. */
function methodsOf(route: string): string[] {
  const file = path.join(/* turbopackIgnore: true */ process.cwd(), "app", route, "route.ts");
  return existsSync(file) ? methodsIn(readFileSync(file, "utf8")) : [];
}
