import { expect, test } from "@playwright/test";
import { startDatabase, type Database } from "./database";
import { ask, setUpByProgram } from "./program";
import { freePort, startPortal, type Portal } from "./portal";

let database: Database | undefined;
let portal: Portal;
let apart: string;
let cookie: string;
test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  const port = await freePort();
  apart = `http://127.0.0.1:${port}`;
  database = await startDatabase();
  portal = await startPortal({ env: { METRICS_BIND: `127.0.0.1:${port}`, DATABASE_URL: database.url } });
});
test.afterAll(async () => {
  await portal?.stop();
  await database?.close();
});

const page = (method: string, path: string, body?: unknown) =>
  ask(portal.url, portal.url, method, path, { headers: { cookie }, ...(body === undefined ? {} : { body }) });
const token = async (role: string) => {
  const { status, body } = await page("POST", "/api/v1/tokens", { name: `prometheus as ${role}`, role, expiresInDays: 1 });
  expect(status).toBe(201);
  return String(body.token);
};
const scrape = (url: string, headers: Record<string, string> = {}) => fetch(new URL("/metrics", url), { headers });
const valueIn = (text: string, line: string) => Number(new RegExp(`^${line.replaceAll(/[[\]{}]/g, "\\$&")} (\\S+)$`, "m").exec(text)?.[1]);

test("metrics are there before setup at an address of their own, and nothing else is", async () => {
  const said = await scrape(apart);
  expect(said.status).toBe(200);
  expect(said.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
  const text = await said.text();
  expect(text).toContain("process_resident_memory_bytes");
  expect(text).not.toContain("homeport_cluster_revision");
  for (const path of ["/", "/api/v1/users", "/metrics/../api/health"]) expect((await fetch(new URL(path, apart))).status).toBe(404);
  expect((await fetch(new URL("/metrics", apart), { method: "POST", body: "x" })).status).toBe(405);
  cookie = await setUpByProgram(portal);
});

test("the portal's own address wants a token of somebody who reads", async () => {
  expect((await scrape(portal.url)).status).toBe(401);
  expect((await scrape(portal.url, { authorization: `Bearer ${"x".repeat(43)}` })).status).toBe(401);
  const said = await scrape(portal.url, { authorization: `Bearer ${await token("auditor")}` });
  expect([said.status, said.headers.get("content-type"), said.headers.get("cache-control")]).toEqual([
    200,
    expect.stringMatching(/^text\/plain; version=0\.0\.4/),
    "no-store",
  ]);
  expect(await said.text()).toMatch(/^homeport_cluster_revision 1$/m);
});

test("requests are counted by route, pages and API alike, without what stands in a path", async () => {
  await page("POST", "/api/v1/users", { username: "ann.smith", name: "Ann Smith" });
  const before = await (await scrape(apart)).text();
  for (let i = 0; i < 3; i++) expect((await page("GET", "/api/v1/users/ann.smith")).status).toBe(200);
  expect((await page("GET", "/users/ann.smith")).status).toBe(200);
  expect((await page("GET", "/api/v1/users/nobody.here")).status).toBe(404);
  expect((await page("GET", "/wp-login.php")).status).toBe(404);
  const after = await (await scrape(apart)).text();
  const more = (route: string, status: string) => {
    const line = `homeport_http_requests_total{route="${route}",method="GET",status="${status}"}`;
    return valueIn(after, line) - (valueIn(before, line) || 0);
  };
  expect(more("/api/v1/users/[username]", "200")).toBe(3);
  expect(more("/api/v1/users/[username]", "404")).toBe(1);
  expect(more("/users/[username]", "200")).toBe(1);
  expect(more("other", "404")).toBe(1);
  expect(valueIn(after, `homeport_http_request_duration_seconds_count{route="/users/[username]",method="GET"}`)).toBe(1);
  expect(after).not.toMatch(/ann\.smith|wp-login|nobody\.here/);
  // What the address of its own is asked is no request to the portal.
  expect(after).not.toContain('route="/metrics",method="POST"');
});

test("jobs are counted, and the portal's address and the other say the same of the cluster", async () => {
  const text = await (await scrape(apart)).text();
  expect(valueIn(text, 'homeport_job_runs_total{name="re-sign CRLs",outcome="done"}')).toBeGreaterThan(0);
  const ofCluster = (all: string) => all.split("\n").filter((line) => /^homeport_(cluster|pool|users|devices|crl_next)/.test(line));
  const byToken = await (await scrape(portal.url, { authorization: `Bearer ${await token("operator")}` })).text();
  expect(ofCluster(byToken)).toEqual(ofCluster(await (await scrape(apart)).text()));
});

test("a METRICS_BIND that cannot be is refused in a sentence before anything starts", async () => {
  const taken = new URL(apart).port;
  await expect(startPortal({ env: { METRICS_BIND: `127.0.0.1:${taken}` } })).rejects.toThrow(/EADDRINUSE.*set METRICS_BIND/s);
});

test("while the database is away, what the portal itself knows is there, and that it is", async () => {
  expect(await (await scrape(apart)).text()).toMatch(/^homeport_database_up 1$/m);
  await database?.close();
  database = undefined;
  const said = await scrape(apart);
  const text = await said.text();
  expect(said.status).toBe(200);
  expect(text).toMatch(/^homeport_database_up 0$/m);
  expect(text).toMatch(/^homeport_http_requests_total\{/m);
  expect(text).not.toContain("homeport_cluster_revision");
});
