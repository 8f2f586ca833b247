import { Gauge, Registry } from "prom-client";

export type NodeFacts = {
  name: string;
  site: string;
  revision: bigint | null;
  vpnSessionCount: number;
  silent: boolean;
  openvpnRunning: boolean | null;
  drained: boolean;
  faults: number;
  reportedAt: Date | null;
  clockOffsetMs: number | null;
  crlThisUpdate: Date | null;
  crlNextUpdate: Date | null;
};
export type ClusterFacts = {
  version: string;
  epoch: number;
  revision: bigint;
  nodes: readonly NodeFacts[];
  balancers: readonly { name: string; backends: readonly { node: string; up: boolean }[] }[];
  crls: readonly { issuer: string; thisUpdate: Date; nextUpdate: Date; entries: number }[];
  pools: readonly { ipv4: string; pairs: Readonly<Record<string, number>> }[];
  users: Readonly<Record<string, number>>;
  devices: number;
  offboardingsWaiting: number;
  queues: readonly { queue: string; state: string; jobs: number }[];
  rolloutSteps: Readonly<Record<string, number>>;
};

/** What the database says of the cluster, the same from every portal. Labels name nodes, sites, pools and queues; never a person or a common name. Pure. */
export function clusterMetrics(facts: ClusterFacts, now: Date): Registry {
  const registry = new Registry();
  const gauge = <L extends string>(name: string, help: string, rows: readonly (readonly [Record<L, string>, number | null])[]) => {
    const [first] = rows;
    // A gauge without rows is still named, so that a dashboard can tell "none" from "unknown".
    const made = new Gauge<string>({ name, help, labelNames: first ? Object.keys(first[0]) : ["none"], registers: [registry] });
    for (const [labels, value] of rows) if (value !== null) made.set(labels, value);
  };
  const one = (name: string, help: string, value: number) => gauge(name, help, [[{}, value]]);
  const perNode = (name: string, help: string, of: (node: NodeFacts) => number | null) =>
    gauge(
      name,
      help,
      facts.nodes.map((node) => [{ node: node.name, site: node.site }, of(node)] as const),
    );
  const by = (label: string, counts: Readonly<Record<string, number>>) =>
    Object.entries(counts).map(([value, n]) => [{ [label]: value }, n] as const);

  gauge("homeport_info", "The portal's version", [[{ version: facts.version }, 1]]);
  one("homeport_cluster_revision", "The revision in force: it rises with every change that nodes must see", Number(facts.revision));
  one("homeport_cluster_epoch", "It rises with every recovery from a backup", facts.epoch);

  perNode("homeport_node_vpn_sessions", "VPN sessions on the node, as it said last", (node) => node.vpnSessionCount);
  perNode("homeport_node_revision", "The revision that the node serves", (node) => nullOr(node.revision, Number));
  perNode("homeport_node_revision_lag", "How many revisions the node is behind the one in force", (node) =>
    nullOr(node.revision, (revision) => Math.max(0, Number(facts.revision - revision))),
  );
  perNode("homeport_node_reporting", "1 while the node reports, 0 once it is silent", (node) => Number(!node.silent));
  perNode("homeport_node_last_report_timestamp_seconds", "When the node last reported", (node) => nullOr(node.reportedAt, seconds));
  perNode("homeport_node_openvpn_running", "1 while OpenVPN runs on the node, by its last word", (node) =>
    nullOr(node.openvpnRunning, Number),
  );
  perNode("homeport_node_drained", "1 while the node takes nobody, because somebody drained it", (node) => Number(node.drained));
  perNode("homeport_node_faults", "How many faults the node reports about itself", (node) => node.faults);
  perNode("homeport_node_clock_offset_seconds", "How far the node's clock is from the portal's", (node) =>
    nullOr(node.clockOffsetMs, (ms) => ms / 1000),
  );
  perNode("homeport_node_crl_age_seconds", "Age of the CRL that the node has, from its thisUpdate", (node) =>
    nullOr(node.crlThisUpdate, (date) => seconds(now) - seconds(date)),
  );
  perNode("homeport_node_crl_next_update_timestamp_seconds", "When the node's CRL ends: it then refuses everybody", (node) =>
    nullOr(node.crlNextUpdate, seconds),
  );
  gauge(
    "homeport_balancer_node_up",
    "1 while the load balancer reaches the node, by its last word",
    facts.balancers.flatMap(({ name, backends }) => backends.map(({ node, up }) => [{ balancer: name, node }, Number(up)] as const)),
  );

  const crl = (name: string, help: string, of: (crl: ClusterFacts["crls"][number]) => number) =>
    gauge(
      name,
      help,
      facts.crls.map((row) => [{ issuer: row.issuer }, of(row)] as const),
    );
  crl("homeport_crl_age_seconds", "Age of the CRL in force, from its thisUpdate, which is an hour before it was signed", (row) =>
    Math.round(seconds(now) - seconds(row.thisUpdate)),
  );
  crl("homeport_crl_next_update_timestamp_seconds", "When the CRL in force ends", (row) => seconds(row.nextUpdate));
  crl("homeport_crl_entries", "How many certificates the CRL in force lists", (row) => row.entries);

  gauge(
    "homeport_pool_pairs",
    "Address pairs of a pool, by their state",
    facts.pools.flatMap(({ ipv4, pairs }) => Object.entries(pairs).map(([state, n]) => [{ pool: ipv4, state }, n] as const)),
  );
  gauge("homeport_users", "Users, by their state", by("state", facts.users));
  one("homeport_devices", "Devices that were not removed", facts.devices);
  one("homeport_offboardings_waiting", "Offboardings that some node has not confirmed yet", facts.offboardingsWaiting);
  gauge(
    "homeport_queue_jobs",
    "What waits to be sent, what is being sent, and what was given up; 10,000 at most are counted",
    facts.queues.map(({ queue, state, jobs }) => [{ queue, state }, jobs] as const),
  );
  gauge("homeport_rollout_steps", "Nodes of the rollout that runs, by how far it is with them", by("state", facts.rolloutSteps));
  return registry;
}

const seconds = (date: Date): number => date.getTime() / 1000;
const nullOr = <T>(value: T | null, of: (value: T) => number): number | null => (value === null ? null : of(value));
