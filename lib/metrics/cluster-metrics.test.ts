import { expect, test } from "vitest";
import { clusterMetrics, type ClusterFacts } from "./cluster-metrics";

const NOW = new Date("2026-12-01T12:00:00Z");
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1000);
const facts: ClusterFacts = {
  version: "0.3.0",
  epoch: 1,
  revision: 214n,
  nodes: [
    {
      name: "vpn1",
      site: 'Berlin "East"',
      revision: 211n,
      vpnSessionCount: 7,
      silent: false,
      openvpnRunning: true,
      drained: false,
      faults: 2,
      reportedAt: ago(3),
      clockOffsetMs: -250,
      crlThisUpdate: ago(4000),
      crlNextUpdate: ago(-600_000),
    },
    {
      name: "vpn2",
      site: "Main",
      revision: null,
      vpnSessionCount: 0,
      silent: true,
      openvpnRunning: null,
      drained: true,
      faults: 0,
      reportedAt: null,
      clockOffsetMs: null,
      crlThisUpdate: null,
      crlNextUpdate: null,
    },
  ],
  balancers: [{ name: "lb", backends: [{ node: "vpn1", up: true }] }],
  crls: [{ issuer: "G1", thisUpdate: ago(3600), nextUpdate: ago(-600_000), entries: 12 }],
  pools: [{ ipv4: "10.8.0.0/16", pairs: { free: 60_000, assigned: 5 } }],
  users: { active: 5, suspended: 0, offboarded: 1 },
  devices: 5,
  offboardingsWaiting: 1,
  queues: [{ queue: "mail", state: "given up", jobs: 3 }],
  rolloutSteps: { waiting: 4, healthy: 2 },
};
const lines = async (of = facts) => (await clusterMetrics(of, NOW).metrics()).split("\n");

test("says what the facts say, in Prometheus' text", async () => {
  const said = await lines();
  for (const line of [
    'homeport_info{version="0.3.0"} 1',
    "homeport_cluster_revision 214",
    'homeport_node_vpn_sessions{node="vpn1",site="Berlin \\"East\\""} 7',
    'homeport_node_revision_lag{node="vpn1",site="Berlin \\"East\\""} 3',
    'homeport_node_reporting{node="vpn2",site="Main"} 0',
    'homeport_node_crl_age_seconds{node="vpn1",site="Berlin \\"East\\""} 4000',
    'homeport_node_clock_offset_seconds{node="vpn1",site="Berlin \\"East\\""} -0.25',
    'homeport_crl_age_seconds{issuer="G1"} 3600',
    `homeport_crl_next_update_timestamp_seconds{issuer="G1"} ${NOW.getTime() / 1000 + 600_000}`,
    'homeport_pool_pairs{pool="10.8.0.0/16",state="free"} 60000',
    'homeport_balancer_node_up{balancer="lb",node="vpn1"} 1',
    'homeport_queue_jobs{queue="mail",state="given up"} 3',
    'homeport_rollout_steps{state="healthy"} 2',
    "homeport_offboardings_waiting 1",
  ])
    expect(said).toContain(line);
});

test("what a node has not said is not zero: it is not there", async () => {
  const said = await lines();
  expect(said.filter((line) => line.startsWith("homeport_node_revision") && line.includes("vpn2"))).toEqual([]);
  expect(said.filter((line) => line.startsWith("homeport_node_crl") && line.includes("vpn2"))).toEqual([]);
  // A node that is ahead is behind by nothing: the portal was restored.
  const ahead = await lines({ ...facts, revision: 200n });
  expect(ahead).toContain('homeport_node_revision_lag{node="vpn1",site="Berlin \\"East\\""} 0');
});

test("a cluster without nodes names its metrics all the same", async () => {
  const said = await lines({ ...facts, nodes: [], balancers: [], rolloutSteps: {} });
  for (const name of ["homeport_node_vpn_sessions", "homeport_balancer_node_up", "homeport_rollout_steps"])
    expect(said).toContain(`# TYPE ${name} gauge`);
  expect(said.filter((line) => line.startsWith("homeport_node"))).toEqual([]);
});
