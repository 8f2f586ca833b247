import * as balancerBundle from "@/app/api/v1/balancer/bundle/route";
import * as balancerReport from "@/app/api/v1/balancer/report/route";
import * as balancersNameJoin from "@/app/api/v1/balancers/[name]/join/route";
import * as balancersNameNginx from "@/app/api/v1/balancers/[name]/nginx.conf/route";
import * as balancersName from "@/app/api/v1/balancers/[name]/route";
import * as balancersEnrol from "@/app/api/v1/balancers/enrol/route";
import * as balancers from "@/app/api/v1/balancers/route";
import * as metrics from "@/app/api/v1/metrics/route";
import * as profilesOutdated from "@/app/api/v1/profiles/outdated/route";
import * as profilesRemotes from "@/app/api/v1/profiles/remotes/route";
import * as remotesIdMove from "@/app/api/v1/remotes/[id]/move/route";
import * as remotesId from "@/app/api/v1/remotes/[id]/route";
import * as remotes from "@/app/api/v1/remotes/route";
import * as nodesNameDrain from "@/app/api/v1/nodes/[name]/drain/route";
import * as nodesNamePutBack from "@/app/api/v1/nodes/[name]/put-back/route";
import * as nodesNameReturn from "@/app/api/v1/nodes/[name]/return/route";
import * as nodesNameServerConf from "@/app/api/v1/nodes/[name]/server-conf/route";
import * as nodesNameSetAside from "@/app/api/v1/nodes/[name]/set-aside/route";
import * as rolloutsIdStop from "@/app/api/v1/rollouts/[id]/stop/route";
import * as rolloutsId from "@/app/api/v1/rollouts/[id]/route";
import * as rollouts from "@/app/api/v1/rollouts/route";
import * as routingPreview from "@/app/api/v1/routing/preview/route";
import * as routing from "@/app/api/v1/routing/route";
import * as routingScriptsScript from "@/app/api/v1/routing/scripts/[script]/route";
import * as sitesId from "@/app/api/v1/sites/[id]/route";
import * as sites from "@/app/api/v1/sites/route";
import * as vpnSessionsEnd from "@/app/api/v1/vpn-sessions/end/route";
import * as vpnSessionsHistory from "@/app/api/v1/vpn-sessions/history/route";
import * as vpnSessions from "@/app/api/v1/vpn-sessions/route";
import type { ApiRoute } from "./openapi";

const CHANGED = { PATCH: "nodes.write", DELETE: "nodes.write" } as const;

/** What is between the nodes and the world, and how nodes come and go. */
export const NETWORK_ROUTES: readonly ApiRoute[] = [
  { path: "/api/v1/sites/{id}", tag: "Sites", module: sitesId, who: CHANGED },
  { path: "/api/v1/sites", tag: "Sites", module: sites, who: { GET: "nodes.read", POST: "nodes.write" } },
  { path: "/api/v1/balancers/{name}/join", tag: "Load balancers", module: balancersNameJoin, who: { POST: "nodes.write" } },
  {
    path: "/api/v1/balancers/{name}/nginx.conf",
    tag: "Load balancers",
    module: balancersNameNginx,
    who: { GET: "nodes.read" },
    media: "text/plain",
  },
  { path: "/api/v1/balancers/{name}", tag: "Load balancers", module: balancersName, who: { GET: "nodes.read", ...CHANGED } },
  { path: "/api/v1/balancers/enrol", tag: "Load balancers", module: balancersEnrol, who: { POST: "balancer.enrol" } },
  { path: "/api/v1/balancers", tag: "Load balancers", module: balancers, who: { GET: "nodes.read", POST: "nodes.write" } },
  {
    path: "/api/v1/balancer/bundle",
    tag: "For load balancers",
    module: balancerBundle,
    who: { GET: "balancer.bundle" },
    also: { 204: "Nothing newer" },
  },
  { path: "/api/v1/balancer/report", tag: "For load balancers", module: balancerReport, who: { POST: "balancer.report" } },
  { path: "/api/v1/metrics", tag: "Metrics", module: metrics, who: { GET: "metrics.read" }, media: "text/plain" },
  { path: "/api/v1/remotes/{id}/move", tag: "Remotes", module: remotesIdMove, who: { POST: "nodes.write" } },
  { path: "/api/v1/remotes/{id}", tag: "Remotes", module: remotesId, who: CHANGED },
  { path: "/api/v1/remotes", tag: "Remotes", module: remotes, who: { GET: "nodes.read", POST: "nodes.write" } },
  { path: "/api/v1/profiles/outdated", tag: "Remotes", module: profilesOutdated, who: { GET: "users.read" } },
  { path: "/api/v1/profiles/remotes", tag: "Remotes", module: profilesRemotes, who: { POST: "profile.remotes" } },
  { path: "/api/v1/nodes/{name}/drain", tag: "Nodes", module: nodesNameDrain, who: { POST: "nodes.write" } },
  { path: "/api/v1/nodes/{name}/put-back", tag: "Nodes", module: nodesNamePutBack, who: { POST: "nodes.write" } },
  { path: "/api/v1/nodes/{name}/return", tag: "Nodes", module: nodesNameReturn, who: { POST: "nodes.write" } },
  { path: "/api/v1/nodes/{name}/server-conf", tag: "Nodes", module: nodesNameServerConf, who: { GET: "nodes.read" } },
  { path: "/api/v1/nodes/{name}/set-aside", tag: "Nodes", module: nodesNameSetAside, who: { POST: "nodes.write" } },
  { path: "/api/v1/rollouts/{id}/stop", tag: "Rollouts", module: rolloutsIdStop, who: { POST: "nodes.write" } },
  { path: "/api/v1/rollouts/{id}", tag: "Rollouts", module: rolloutsId, who: { GET: "nodes.read" } },
  { path: "/api/v1/rollouts", tag: "Rollouts", module: rollouts, who: { GET: "nodes.read", POST: "nodes.write" } },
  { path: "/api/v1/routing/preview", tag: "Routing", module: routingPreview, who: { POST: "nodes.write" } },
  {
    path: "/api/v1/routing/scripts/{script}",
    tag: "Routing",
    module: routingScriptsScript,
    who: { GET: "nodes.read" },
    media: "text/plain",
  },
  { path: "/api/v1/routing", tag: "Routing", module: routing, who: { GET: "nodes.read", PUT: "nodes.write" } },
  { path: "/api/v1/vpn-sessions/end", tag: "VPN sessions", module: vpnSessionsEnd, who: { POST: "vpn-sessions.write" } },
  { path: "/api/v1/vpn-sessions/history", tag: "VPN sessions", module: vpnSessionsHistory, who: { GET: "nodes.read" } },
  { path: "/api/v1/vpn-sessions", tag: "VPN sessions", module: vpnSessions, who: { GET: "nodes.read" } },
];
