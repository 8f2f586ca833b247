import { expect, test } from "@playwright/test";
import { betterAuth } from "better-auth";
import { randomUUID } from "node:crypto";
import { builtRoutes, methodsOf } from "./matrix/routes";
import { API } from "./matrix/api";
import { PAGES } from "./matrix/pages";
import { isMachine, wrongAnswer, wrongPage } from "./matrix/judge";
import { openEverybody, WHO, type Everybody } from "./matrix/who";

let on: Everybody;
test.beforeAll(async () => {
  on = await openEverybody();
});
test.afterAll(() => on?.target.close());

test("portal.3 every route that the build has stands in the table, with each of its methods", async () => {
  const built: string[] = [];
  for (const route of builtRoutes().api)
    for (const method of await methodsOf(on.target.portal.url, route)) built.push(`${method} ${route}`);
  expect(Object.keys(API).sort()).toEqual(built.sort());
  expect(Object.keys(PAGES).sort()).toEqual(builtRoutes().pages);
});

test("portal.3 every route answers those who may, and nobody else", async () => {
  test.setTimeout(300_000);
  const found: string[] = [];
  for (const [name, row] of Object.entries(API)) {
    const [method = "", route = ""] = name.split(" ");
    for (const who of WHO) {
      const { path, body } = row.ask(on, route, who);
      const { status, body: said } = await on.knock(who, method, path, body);
      const why = wrongAnswer(row, who, status);
      if (why) found.push(`${name}, ${who}: ${status} ${JSON.stringify(said).slice(0, 200)}, ${why}`);
    }
  }
  console.log(`${Object.keys(API).length} routes × ${WHO.length} who ask`);
  expect(found).toEqual([]);
});

test("portal.2 an address that nothing has, a method that a route has not, and one that is no UTF-8 are each a problem in a sentence", async () => {
  const ask = async (method: string, path: string) => {
    const answer = await fetch(new URL(path, on.target.portal.url), { method, headers: { ...on.headers["admin's token"] } });
    return {
      status: answer.status,
      type: answer.headers.get("content-type"),
      allow: answer.headers.get("allow"),
      text: await answer.text(),
    };
  };
  const problem = { type: "application/problem+json" };
  expect(await ask("GET", "/api/v1/nothing/here")).toMatchObject({
    ...problem,
    status: 404,
    text: expect.stringContaining("openapi.json"),
  });
  expect(await ask("PUT", "/api/v1/users")).toMatchObject({
    ...problem,
    status: 405,
    allow: "GET, HEAD, OPTIONS, POST",
    text: expect.stringContaining("This address takes GET, HEAD, OPTIONS, POST."),
  });
  expect(await ask("GET", "/api/v1/users/%ff")).toMatchObject({ ...problem, status: 404 });
  expect((await ask("GET", "/users/%ff")).status).toBeLessThan(500);
});

test("portal.3 somebody without a role sees their own devices, and nobody else's", async () => {
  const { body } = await on.knock("another user", "GET", "/api/v1/own/devices");
  expect(JSON.stringify(body)).toContain("laptop");
  expect(JSON.stringify(body)).not.toContain(on.ann.deviceId);
  expect(JSON.stringify((await on.knock("no role", "GET", "/api/v1/own/devices")).body)).not.toContain("laptop");
});

test("portal.3 every page shows those who may what it has, and others why not", async () => {
  test.setTimeout(300_000);
  const found: string[] = [];
  for (const [route, row] of Object.entries(PAGES)) {
    const path = row.path?.(on) ?? route.replaceAll(/\[[^\]]+\]/g, () => randomUUID());
    for (const who of WHO.filter((one) => !one.includes("token") && !isMachine(one))) {
      const why = await wrongPage(on, row, who, path);
      if (why) found.push(`${route}, ${who}: ${why}`);
    }
  }
  expect(found).toEqual([]);
});

test("portal.3 of better-auth's own endpoints only sign-in and sign-out are open", async () => {
  const endpoints = Object.values(betterAuth({ emailAndPassword: { enabled: true } }).api) as {
    path?: string;
    options?: { method?: string | string[] };
  }[];
  const paths = endpoints.flatMap(({ path, options }) =>
    path
      ? [options?.method ?? "GET"]
          .flat()
          .map((method) => ({ method: method === "*" ? "GET" : method, path: path.replaceAll(/:\w+/g, "x") }))
      : [],
  );
  expect(paths.length).toBeGreaterThan(20);
  const open: string[] = [];
  for (const { method, path } of paths)
    for (const who of ["nobody", "no role", "admin"] as const) {
      if (path === "/sign-out") continue;
      const { status } = await on.knock(who, method, `/api/auth${path}`, method === "GET" ? undefined : { email: "a@b.de", password: "x" });
      if (status !== 404) open.push(`${method} ${path}`);
    }
  expect([...new Set(open)]).toEqual(["POST /sign-in/email"]);
});
