import { randomUUID } from "node:crypto";
import { Refusal } from "../refusal.mjs";
import { readCredentials } from "./credentials.mjs";

/** @typedef {Record<string, unknown>} Json */
/** @typedef {"GET" | "POST" | "PUT" | "PATCH" | "DELETE"} Method */
/** @typedef {{ body?: unknown, query?: Record<string, string | undefined>, raw?: { type: string, bytes: Uint8Array }, accept?: string }} Asked */
/** @typedef {{ url: string, ask: (method: Method, path: string, asked?: Asked) => Promise<Json>, open: (method: Method, path: string, asked?: Asked) => Promise<Response> }} Portal */

/** The portal said no: its sentence, and the field that it is about. */
export class Problem extends Error {
  name = "Problem";
  /** @param {Json} problem */
  constructor(problem) {
    const field = typeof problem.field === "string" ? ` (${problem.field})` : "";
    super(`${String(problem.detail ?? "The portal said no.")}${field}`);
    this.problem = problem;
  }
}

/**
 * The portal that HOMEPORT_URL and HOMEPORT_TOKEN name, or what `homeport setup` and `homeport token use` have saved.
 * @param {{ url?: string }} options @returns {Portal}
 */
export function portalOf(options) {
  const saved = readCredentials(process.env);
  const url = readUrl(options.url ?? process.env.HOMEPORT_URL ?? saved?.url ?? "http://localhost:3000");
  const token = process.env.HOMEPORT_TOKEN ?? (saved && new URL(saved.url).origin === url ? saved.token : undefined);
  if (!token) {
    throw new Refusal(`There is no API token for ${url}: set HOMEPORT_TOKEN, or save one with "npm run homeport -- token use".`);
  }
  return portalWith(url, { authorization: `Bearer ${token}` });
}

/** @param {string} text */
export function readUrl(text) {
  try {
    const url = new URL(text);
    if (["http:", "https:"].includes(url.protocol)) return url.origin;
  } catch {
    // said below
  }
  throw new Refusal(`"${text}" is not the address of a portal: write it like https://vpn.example.org.`);
}

/** @param {string} url @param {Record<string, string>} headers @returns {Portal} */
export function portalWith(url, headers) {
  /** @type {Portal["open"]} */
  const open = async (method, path, { body, query = {}, raw, accept } = {}) => {
    const address = new URL(path, url);
    for (const [name, value] of Object.entries(query)) if (value) address.searchParams.set(name, value);
    const response = await fetch(address, {
      method,
      redirect: "error",
      headers: {
        accept: accept ?? "application/json",
        ...headers,
        ...(method === "GET" ? {} : { "content-type": raw?.type ?? "application/json", "idempotency-key": randomUUID() }),
      },
      ...(method === "GET" ? {} : { body: raw ? Buffer.from(raw.bytes) : JSON.stringify(body ?? {}) }),
    }).catch((/** @type {unknown} */ error) => {
      throw new Problem({ code: "unreachable", detail: `The portal at ${url} does not answer: is it running? ${causeOf(error)}`.trim() });
    });
    if (response.ok) return response;
    throw new Problem(problemIn(await response.text(), response.status));
  };
  return {
    url,
    open,
    ask: async (method, path, asked) => {
      const text = await (await open(method, path, asked)).text();
      return text ? JSON.parse(text) : {};
    },
  };
}

/** @param {string} text @param {number} status @returns {Json} */
function problemIn(text, status) {
  try {
    return JSON.parse(text);
  } catch {
    return { status, code: "failed", detail: `The answer (status ${status}) is not the portal's: is something else at this address?` };
  }
}

/** @param {unknown} error */
const causeOf = (error) => (error instanceof Error && error.cause instanceof Error ? error.cause.message : "");
