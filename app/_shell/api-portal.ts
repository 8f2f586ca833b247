import * as health from "@/app/api/health/route";
import * as agentMjs from "@/app/api/v1/agent.mjs/route";
import * as events from "@/app/api/v1/events/route";
import * as openapiJson from "@/app/api/v1/openapi.json/route";
import * as search from "@/app/api/v1/search/route";
import * as setupCheck from "@/app/api/v1/setup/check/route";
import * as setup from "@/app/api/v1/setup/route";
import type { ApiRoute } from "./openapi";

/** The portal itself. */
export const PORTAL_ROUTES: readonly ApiRoute[] = [
  { path: "/api/v1/setup/check", tag: "Portal", module: setupCheck, who: { POST: "anyone" } },
  { path: "/api/v1/setup", tag: "Portal", module: setup, who: { POST: "setup" } },
  { path: "/api/v1/search", tag: "Portal", module: search, who: { GET: "users.read" } },
  { path: "/api/v1/events", tag: "Portal", module: events, who: { GET: "signed in" }, media: "text/event-stream" },
  { path: "/api/v1/agent.mjs", tag: "Portal", module: agentMjs, who: { GET: "anyone" }, media: "text/javascript" },
  { path: "/api/v1/openapi.json", tag: "Portal", module: openapiJson, who: { GET: "anyone" } },
  { path: "/api/health", tag: "Portal", module: health, who: { GET: "anyone" } },
];
