import type { Context } from "@/lib/core/context";
import { listBalancers, type BalancerFacts } from "@/lib/nodes/list-balancers";
import { listRemotes, type RemoteFacts } from "@/lib/nodes/list-remotes";
import { listSites, type SiteFacts } from "@/lib/nodes/list-sites";
import { listNodes, type NodeRow } from "@/lib/nodes/read";
import { listRollouts, type RolloutRow } from "@/lib/nodes/read-rollouts";
import type { Export } from "./export";
import { pages } from "./export-lists";

/** All of them in one piece: there are few. */
const atOnce = <Row>(list: () => Promise<Row[]>) => pages(async () => ({ rows: await list(), next: null }));

export const exportNodes = (ctx: Context): Export<NodeRow> => ({
  columns: [
    "name",
    "site",
    "address",
    "port",
    "proto",
    "state",
    "revision",
    "behind",
    "silent",
    "reportedAt",
    "vpnSessions",
    "openvpnVersion",
    "agentVersion",
    "crlNextUpdate",
    "drainedAt",
    "setAsideAt",
  ],
  rows: atOnce(() => listNodes(ctx)),
});

export const exportBalancers = (ctx: Context): Export<BalancerFacts> => ({
  columns: [
    "name",
    "site",
    "nodes",
    "remotes",
    "ownAddresses",
    "hidesSources",
    "silent",
    "reportedAt",
    "revision",
    "behind",
    "agentVersion",
  ],
  rows: atOnce(() => listBalancers(ctx)),
});

export const exportSites = (ctx: Context): Export<SiteFacts> => ({
  columns: ["name", "nodes", "balancers", "createdAt"],
  rows: atOnce(() => listSites(ctx)),
});

/** In the order of the list, as profiles have them. */
export const exportRemotes = (ctx: Context): Export<RemoteFacts> => ({
  columns: ["address", "port", "proto", "weight", "of", "listed", "why"],
  rows: atOnce(() => listRemotes(ctx)),
});

export const exportRollouts = (ctx: Context): Export<RolloutRow> => ({
  columns: ["reason", "state", "done", "total", "sentence", "createdBy", "createdAt", "finishedAt"],
  rows: pages((cursor) => listRollouts(ctx, { cursor })),
});
