import type { Tx } from "@/lib/db/client";
import type { Need } from "./needs";

/** So long after its last claim that was not believed a node is told of. */
const CLAIMS_MS = 10 * 60_000;
const SHOWN = 20;

type Contested = { username: string; name: string; device: string; nodes: string[] | null };

/** Devices whose VPN session two machines take from each other, and nodes that claim the VPN sessions of others. */
export async function readSessionNeeds(tx: Tx, now: Date): Promise<Need[]> {
  const contested = await tx.$queryRaw<Contested[]>`
    SELECT u.username, u.name, d.name AS device, (
      SELECT array_agg(DISTINCT n.name ORDER BY n.name) FROM certificate c JOIN vpn_session s ON s.common_name = c.common_name
        JOIN node n ON n.id = s.node_id WHERE c.device_id = d.id) AS nodes
    FROM (SELECT * FROM device WHERE contested_at IS NOT NULL ORDER BY contested_at, id LIMIT ${SHOWN}) d JOIN "user" u ON u.id = d.user_id
    ORDER BY u.username, d.name`;
  const claiming = await tx.$queryRaw<{ node: string }[]>`
    SELECT n.name AS node FROM node n WHERE n.state = 'active' AND EXISTS (
      SELECT 1 FROM session_order o WHERE o.claimant_node_id = n.id AND o.at > ${new Date(now.getTime() - CLAIMS_MS)} AND o.outcome = 'refused')
    ORDER BY n.name LIMIT ${SHOWN}`;
  return [...claiming.map(claimsOthers), ...contested.map(inTwoPlaces)];
}

function inTwoPlaces({ username, name, device, nodes }: Contested): Need {
  const where = nodes && nodes.length > 0 ? ` (${nodes.join(" and ")})` : "";
  return {
    code: "device-contested",
    tone: "attention",
    sentence: `The device ${device} of ${name} is in use in two places${where}: its profile was copied. Report it lost if nobody knows why, or add a device for the second machine.`,
    href: `/users/${username}`,
    linkText: `See ${name}`,
  };
}

function claimsOthers({ node }: { node: string }): Need {
  return {
    code: "node-claims",
    tone: "bad",
    sentence: `${node} claims the sessions of others: more than 30 within a minute. None of them is ended for it. Look whether the machine is still yours.`,
    href: `/nodes/${node}`,
    linkText: `See ${node}`,
  };
}
