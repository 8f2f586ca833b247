import { apiDocument } from "@/app/_shell/api-document";
import { route } from "@/app/_shell/route";

export const GET = route(
  { as: "anyone", summary: "Read this API’s description (OpenAPI 3.1)" },
  async () => new Response(apiDocument(), { headers: { "content-type": "application/json", "cache-control": "no-cache" } }),
);
