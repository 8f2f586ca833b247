import type { Target } from "./target";

/** A balancer before a node of its own, whose machine has joined. */
export async function enrolBalancer({ page, program }: Target, name: string): Promise<{ name: string; token: string; cluster: string }> {
  const remote = { address: `${name}.example.org`, port: 1194, proto: "udp" };
  await page("POST", "/api/v1/nodes", { body: { name: `${name}-node`, address: "198.51.100.77", remote: false } });
  const added = await page("POST", "/api/v1/balancers", { body: { name, nodes: [`${name}-node`], remote } });
  const joined = await page("POST", `/api/v1/balancers/${name}/join`, { body: {} });
  const joinToken = /HOMEPORT_JOIN_TOKEN='([^']+)'/.exec(JSON.stringify(joined.body))?.[1] ?? "";
  const { body, status } = await program("POST", "/api/v1/balancers/enrol", { body: { joinToken, agentVersion: "0.1.0" } });
  if (status !== 201) throw new Error(`${name} does not join: ${JSON.stringify([added.body, joined.body, body])}`);
  return { name, token: String(body.balancerToken), cluster: String(body.cluster) };
}
