import { readFileSync } from "node:fs";
import path from "node:path";

const checkout = path.resolve(import.meta.dirname, "../..");

/** What the build serves, by its own list: API routes and pages as they stand in an address, parameters in brackets. */
export function builtRoutes(): { api: string[]; pages: string[] } {
  const manifest = JSON.parse(readFileSync(path.join(checkout, ".next/server/app-paths-manifest.json"), "utf8")) as Record<string, string>;
  const names = Object.keys(manifest).map((name) => name.replaceAll(/\/\([^)]+\)/g, ""));
  const ending = (end: string) =>
    names
      .filter((name) => name.endsWith(end) && !name.startsWith("/_"))
      .map((name) => name.slice(0, -end.length) || "/")
      .sort();
  return { api: ending("/route"), pages: ending("/page") };
}

/** Which methods a route answers: Next.js says so when it is asked. */
export async function methodsOf(url: string, route: string): Promise<string[]> {
  const answer = await fetch(new URL(route.replaceAll(/\[[^\]]+\]/g, "x"), url), { method: "OPTIONS" });
  return (answer.headers.get("allow") ?? "")
    .split(",")
    .map((method) => method.trim())
    .filter((method) => method && !["OPTIONS", "HEAD"].includes(method))
    .sort();
}
