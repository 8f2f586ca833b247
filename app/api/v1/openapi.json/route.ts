import { route } from "@/app/_shell/route";

export const GET = route({ as: "anyone", summary: "Read this API’s description (OpenAPI 3.1)" }, async () => {
  // Asked for when it is needed: the registry of all routes has this one too.
  const { apiDocument } = await import("@/app/_shell/api-document");
  return new Response(apiDocument(), { headers: { "content-type": "application/json", "cache-control": "no-cache" } });
});
