import { z } from "zod";

const Route = z.object({ page: z.string(), regex: z.string() });
/** The part of Next.js's own list of a build's routes (.next/routes-manifest.json) that says which path belongs to which. */
export const RoutesManifest = z.object({ staticRoutes: z.array(Route), dynamicRoutes: z.array(Route) });

/**
 * How the code names the route of a path: "/users/[username]", never what stands in its place, so that no name of a person, device or
 * node becomes a label, and nobody can make new ones by asking for made-up paths. Pure.
 */
export function routeNamer(manifest: z.infer<typeof RoutesManifest>): (path: string) => string {
  const fixed = new Set(manifest.staticRoutes.map(({ page }) => page));
  // In Next.js's order: the first that fits is the one that answers.
  const others = manifest.dynamicRoutes.map(({ page, regex }) => ({ page, pattern: new RegExp(regex) }));
  return (path) => {
    if (path.startsWith("/_next/")) return "/_next";
    if (fixed.has(path)) return path;
    return others.find(({ pattern }) => pattern.test(path))?.page ?? "other";
  };
}
