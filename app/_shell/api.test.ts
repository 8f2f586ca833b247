import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { createConfig, lintFromString } from "@redocly/openapi-core";
import { expect, test } from "vitest";
import { PERMISSIONS } from "@/lib/core/permissions";
import { apiRoutes } from "./api";
import { apiDocument } from "./api-document";
import { givesMedia, METHODS, openapi, operationId, operationsOf } from "./openapi";

const checkout = path.resolve(import.meta.dirname, "../..");
const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "app/api"], {
  cwd: checkout,
  encoding: "utf8",
})
  .split("\n")
  // Sign-in is better-auth's, and what has no route is no route.
  .filter((file) => file.endsWith("/route.ts") && !file.startsWith("app/api/auth/") && !file.includes("[..."));
const pathOf = (file: string) =>
  `/${path
    .dirname(file)
    .slice(4)
    .replace(/\[(\w+)\]/g, "{$1}")}`;
const read = (file: string) => readFileSync(path.join(checkout, file), "utf8");

test("every route file is in the registry, and every method of it says who may ask and what it does", () => {
  expect(
    apiRoutes()
      .map((route) => route.path)
      .toSorted(),
  ).toEqual(files.map(pathOf).toSorted());
  const exported = files.flatMap((file) =>
    METHODS.filter((method) => new RegExp(`export (const|function|async function) ${method}\\b`).test(read(file))).map(
      (method) => `${method} ${pathOf(file)}`,
    ),
  );
  const operations = operationsOf(apiRoutes());
  expect(operations.map(({ method, path: at }) => `${method} ${at}`).toSorted()).toEqual(exported.toSorted());
  expect(operations.filter(({ spec }) => !spec.summary).map(({ method, path: at }) => `${method} ${at} has no summary`)).toEqual([]);
  expect(
    operations
      .filter((one) => !one.spec.answer && !givesMedia(one) && one.route.path !== "/api/v1/openapi.json")
      .map(({ method, path: at }) => `${method} ${at} does not say what it answers`),
  ).toEqual([]);
});

test("the permission that the registry names is one that the route's verb or read asks for", () => {
  const wrong = operationsOf(apiRoutes()).flatMap(({ path: at, method, who }) => {
    if (!PERMISSIONS.some((permission) => permission === who)) return [];
    const file = files.find((one) => pathOf(one) === at) ?? "";
    return asksFor(file, who, 3) ? [] : [`${method} ${at}: nothing that it calls asks for ${who}`];
  });
  expect(wrong).toEqual([]);
});

/** Whether the file or what it imports of the project, this deep, has the permission's name. */
function asksFor(file: string, who: string, depth: number): boolean {
  const text = read(file);
  if (file.startsWith("lib/") && !file.endsWith("core/permissions.ts") && text.includes(`"${who}"`)) return true;
  if (depth === 0) return false;
  const imported = [...text.matchAll(/from "(@\/lib\/[^"]+|\.\/[^"]+)"/g)].map(([, name = ""]) =>
    name.startsWith("@/") ? name.slice(2) : path.join(path.dirname(file), name),
  );
  return imported.some(
    (name) => ["lib/core/permissions", "lib/core/context"].every((no) => no !== name) && asksFor(`${name}.ts`, who, depth - 1),
  );
}

test("the document is valid OpenAPI 3.1 by an independent validator, and every operation has what a program needs", async () => {
  const config = await createConfig({
    extends: ["spec", "recommended"],
    // "/invitations/look" beside "/invitations/{id}": a plain word goes before a parameter in Next.js, and ids are UUIDs. A set-up link's
    // own check has no sign-in.
    rules: {
      "no-ambiguous-paths": "off",
      "security-defined": "error",
      "operation-operationId": "error",
      "operation-4xx-response": "error",
    },
  });
  const problems = await lintFromString({ source: apiDocument(), config, absoluteRef: "openapi.json" });
  expect(
    problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} (${location.map(({ pointer }) => pointer).join(", ")})`),
  ).toEqual([]);
});

test("the validator would find a fault", async () => {
  const broken = JSON.stringify({ ...JSON.parse(apiDocument()), paths: { "/x": { get: { responses: "none" } } } });
  const problems = await lintFromString({ source: broken, config: await createConfig({ extends: ["spec"] }), absoluteRef: "openapi.json" });
  expect(problems.length).toBeGreaterThan(0);
});

test("operations are named by what they are, each once", () => {
  expect(operationId("POST", "/api/v1/users/{username}/offboard")).toBe("postUsersByUsernameOffboard");
  expect(operationId("GET", "/api/v1/agent.mjs")).toBe("getAgentMjs");
  const ids = operationsOf(apiRoutes()).map(({ method, path: at }) => operationId(method, at));
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
});

test("a handler that does not go through route(), or about which nobody said who may ask, is not described", () => {
  const route = { path: "/api/v1/x", tag: "X", module: { GET: () => new Response() }, who: { GET: "anyone" as const } };
  expect(() => openapi([route], "1")).toThrow("does not go through route()");
});
