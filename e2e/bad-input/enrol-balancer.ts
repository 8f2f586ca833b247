import type { Target } from "./target";

/** A balancer before the target's first node, whose machine has joined. */
export async function enrolBalancer({ page, program }: Target, name: string): Promise<{ name: string; token: string; cluster: string }> {
  const remote = { address: `${name}.example.org`, port: 1194, proto: "udp" };
  const added = await page("POST", "/api/v1/balancers", { body: { name, nodes: ["vpn1"], remote } });
  const joined = await page("POST", `/api/v1/balancers/${name}/join`, { body: {} });
  const joinToken = /HOMEPORT_JOIN_TOKEN='([^']+)'/.exec(JSON.stringify(joined.body))?.[1] ?? "";
  const { body, status } = await program("POST", "/api/v1/balancers/enrol", { body: { joinToken, agentVersion: "0.1.0" } });
  if (status !== 201) throw new Error(`${name} does not join: ${JSON.stringify([added.body, joined.body, body])}`);
  return { name, token: String(body.balancerToken), cluster: String(body.cluster) };
}
