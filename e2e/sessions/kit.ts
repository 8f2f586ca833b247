import type { VpnSessionBody } from "../../lib/nodes/bundle";
import { joinSpeaking, type SpeakingNode } from "../pages/speaking-node";
import type { Portal } from "../portal";
import { ask, setUpByProgram } from "../program";

export type Ground = {
  cookie: string;
  nodes: Record<"vpn1" | "vpn2" | "vpn3", SpeakingNode>;
  api: (method: string, path: string, body?: unknown) => Promise<Record<string, unknown>>;
};

let clients = 0;
const begun = Date.now();
/** Somebody who connected to a node; each time another client of it. */
export const session = (commonName: string, said: Partial<VpnSessionBody> = {}): VpnSessionBody => {
  const clientId = ++clients;
  return {
    commonName,
    clientId,
    ipv4: `10.8.${Math.floor(clientId / 200)}.${(clientId % 200) + 2}`,
    ipv6: `fd7a:6ca6:e640:8000::${clientId.toString(16)}`,
    source: `203.0.113.${clientId % 250}:${40_000 + clientId}`,
    since: new Date(begun - 3_600_000 + clientId * 1000).toISOString(),
    bytesIn: 1_234_567 * clientId,
    bytesOut: 7_654_321,
    ...said,
  };
};

/** A cluster of two sites, a load balancer that hides its clients before two of its three nodes, and two people with devices. */
export async function clusterOf(portal: Portal): Promise<Ground> {
  const cookie = await setUpByProgram(portal);
  const api = async (method: string, path: string, body?: unknown) => {
    const done = await ask(portal.url, portal.url, method, path, { body, headers: { cookie } });
    if (done.status >= 300) throw new Error(`${method} ${path}: ${done.status} ${JSON.stringify(done.body)}`);
    return done.body;
  };
  await api("POST", "/api/v1/sites", { name: "Dublin" });
  const join = (name: string, address: string, site?: string) => joinSpeaking(portal.url, cookie, name, address, site);
  const nodes = {
    vpn1: await join("vpn1", "198.51.100.21"),
    vpn2: await join("vpn2", "198.51.100.22"),
    vpn3: await join("vpn3", "198.51.100.23", "Dublin"),
  };
  await api("POST", "/api/v1/balancers", {
    name: "lb1",
    site: "Main",
    nodes: ["vpn1", "vpn2"],
    hidesSources: true,
    ownAddresses: ["198.51.100.10"],
    remote: { address: "198.51.100.10", port: 1194, proto: "udp" },
  });
  for (const [username, name] of [
    ["ann.smith", "Ann Smith"],
    ["ben", "Ben Brown"],
  ])
    await api("POST", "/api/v1/users", { username, name, device: "laptop" });
  return { cookie, nodes, api };
}
