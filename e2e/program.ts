import { makeCsr, newKeyPair } from "../lib/pki/make-csr";
import { toPem } from "../lib/pki/pem";
import type { Portal } from "./portal";

export const ADMIN = { name: "Ada Admin", email: "ada@example.org", password: "correct horse battery staple" };
export const POOL = { ipv4: "10.8.0.0/20", ipv6: "fd7a:6ca6:e640:8000::/64" };
/** Where a test needs more than 4,093 pairs: to set one up takes 2 s longer. */
export const WIDE_POOL = { ...POOL, ipv4: "10.8.0.0/16" };

export type Said = { status: number; type: string; body: Record<string, unknown> };
export type Asked = { body?: unknown; raw?: BodyInit; key?: string; headers?: Record<string, string> };

/** Asks a portal as a page of it would; what came back, whatever it was. Throws when the portal does not answer at all. */
export async function ask(
  url: string,
  origin: string,
  method: string,
  path: string,
  { body, raw, key, headers = {} }: Asked = {},
): Promise<Said> {
  const response = await fetch(new URL(path, url), {
    method,
    headers: { "content-type": "application/json", origin, ...(key ? { "idempotency-key": key } : {}), ...headers },
    ...(raw !== undefined ? { body: raw } : body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const type = response.headers.get("content-type") ?? "";
  return { status: response.status, type, body: /json/.test(type) && text ? (JSON.parse(text) as Record<string, unknown>) : { text } };
}

/** What the setup page does. Returns the admin's cookie. */
export async function setUpByProgram(portal: Portal, pool = POOL): Promise<string> {
  const token = portal.setupLink?.split("#")[1] ?? "";
  const push = { nameServers: [], searchDomains: [], routes4: [], routes6: [] };
  const done = await fetch(new URL("/api/v1/setup", portal.url), {
    method: "POST",
    headers: { "content-type": "application/json", origin: portal.url },
    body: JSON.stringify({ token, admin: ADMIN, cluster: { name: "Harbour" }, pool, push }),
  });
  if (done.status !== 201) throw new Error(`Setup: ${done.status} ${await done.text()}`);
  return done.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
}

/** A request for a certificate, with a key that was made for it. */
export async function newCsr(commonName: string): Promise<string> {
  return toPem("CERTIFICATE REQUEST", await makeCsr(await newKeyPair(), commonName));
}
