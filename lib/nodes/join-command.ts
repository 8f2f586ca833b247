import { createHash, createPublicKey } from "node:crypto";

/** SHA-256 in hex over the SubjectPublicKeyInfo of the key that signs bundles: what an agent pins before it stores anything. */
export function bundleKeyPin(bundleKeyPem: string): string {
  return createHash("sha256")
    .update(createPublicKey(bundleKeyPem).export({ type: "spki", format: "der" }))
    .digest("hex");
}

/**
 * What an admin pastes on the node, or the balancer, as root: fetch the agent, check that it is this portal's, enrol, run. Every part is a URL, hex or
 * base64url, so nothing needs quoting beyond the quotes that are there.
 */
export function joinCommand(of: { portal: string; agentSha256: string; pin: string; token: string; role?: "balancer" }): string {
  const file = "/usr/local/lib/homeport/homeport-agent.mjs";
  const role = of.role ? ` --role ${of.role}` : "";
  return [
    "mkdir -p /usr/local/lib/homeport",
    `curl -fsSo ${file} '${of.portal}/api/v1/agent.mjs'`,
    `echo '${of.agentSha256}  ${file}' | sha256sum -c -`,
    `HOMEPORT_JOIN_TOKEN='${of.token}' node ${file} enrol${role} --portal '${of.portal}' --pin ${of.pin}`,
  ].join(" && \\\n");
}
