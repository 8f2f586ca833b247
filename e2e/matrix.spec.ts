import { expect, test } from "@playwright/test";
import { betterAuth } from "better-auth";
import { builtRoutes, methodsOf } from "./matrix/routes";
import { API } from "./matrix/api";
import { PAGES } from "./matrix/pages";
import { ALLOWED, type Row } from "./matrix/rows";
import { openEverybody, WHO, type Everybody, type Who } from "./matrix/who";

let on: Everybody;
test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  on = await openEverybody();
});
test.afterAll(() => on?.target.close());

const isNode = (who: Who) => who === "a node" || who === "another node";

/** What is wrong with how the portal answered, or null. Who is let in gets past every check; a body that is not right would hide one. */
function wrong(row: Row, who: Who, status: number): string | null {
  if (ALLOWED[row.for].includes(who))
    return ([400, 401, 403].includes(status) && !row.fine?.includes(status)) || status >= 500 ? "should be let in" : null;
  // A token of another kind is none here.
  const expected =
    who === "nobody" ||
    (isNode(who) && row.for !== "this node") ||
    (row.byToken && !isNode(who)) ||
    (row.for === "own" && who.includes("token"))
      ? [401]
      : [403];
  return expected.includes(status) ? null : `should get ${expected.join(" or ")}`;
}

test("portal.3 every route that the build has stands in the table, with each of its methods", async () => {
  const built: string[] = [];
  for (const route of builtRoutes().api)
    for (const method of await methodsOf(on.target.portal.url, route)) built.push(`${method} ${route}`);
  expect(Object.keys(API).sort()).toEqual(built.sort());
  expect(Object.keys(PAGES).sort()).toEqual(builtRoutes().pages);
});

for (const [name, row] of Object.entries(API)) {
  test(`portal.3 ${name} answers those who may, and nobody else`, async () => {
    const [method = "", route = ""] = name.split(" ");
    const found: string[] = [];
    for (const who of WHO) {
      const { path, body } = row.ask(on, route, who);
      const { status, body: said } = await on.knock(who, method, path, body);
      const why = wrong(row, who, status);
      if (why) found.push(`${who}: ${status} ${JSON.stringify(said).slice(0, 200)}, ${why}`);
    }
    expect(found).toEqual([]);
  });
}

for (const [path, row] of Object.entries(PAGES)) {
  test(`portal.3 the page ${path} shows those who may what it has, and others why not`, async () => {
    const found: string[] = [];
    for (const who of WHO.filter((one) => !one.includes("token") && !isNode(one))) {
      const answer = await fetch(new URL(row.path?.(on) ?? path, on.target.portal.url), { headers: on.headers[who], redirect: "manual" });
      const text = await answer.text();
      const away = answer.headers.get("location") ?? "";
      const shown =
        answer.status === 200 && !/does not allow this/.test(text) && !/NEXT_REDIRECT/.test(text)
          ? "shown"
          : who === "nobody" && (away.includes("/sign-in") || /\/sign-in/.test(text))
            ? "to sign-in"
            : "refused";
      const expected = ALLOWED[row.for].includes(who) ? "shown" : who === "nobody" ? "to sign-in" : "refused";
      if (shown !== expected) found.push(`${who}: ${answer.status} ${away} ${shown}, should be ${expected}`);
    }
    expect(found).toEqual([]);
  });
}

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
