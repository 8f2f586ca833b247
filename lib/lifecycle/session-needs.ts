import type { Tx } from "@/lib/db/client";
import { MOST_ENDED } from "@/lib/nodes/history-allowance";
import type { Need } from "./needs";

/** So long after its last claim that was not believed a node is told of. */
const CLAIMS_MS = 10 * 60_000;
/** Longer than OpenVPN keeps a client that has gone (20 s, fact 19) and a report takes: whom a crash sent elsewhere is gone by then. */
const GONE_BY_MS = 35_000;
/** An hour that began by then is this one, or was until a moment ago. */
const CHURN_MS = 65 * 60_000;
const SHOWN = 20;

type Contested = { username: string; name: string; device: string; nodes: string[] | null };

/**
 * Devices whose VPN session two machines take from each other, nodes whose VPN sessions come and go, and nodes that claim the VPN
 * sessions of others: those that their nodes still have when a client that had really moved on would be gone.
 */
export async function readSessionNeeds(tx: Tx, now: Date): Promise<Need[]> {
  const contested = await tx.$queryRaw<Contested[]>`
    SELECT u.username, u.name, d.name AS device, (
      SELECT array_agg(DISTINCT n.name ORDER BY n.name) FROM certificate c JOIN vpn_session s ON s.common_name = c.common_name
        JOIN node n ON n.id = s.node_id WHERE c.device_id = d.id) AS nodes
    FROM (SELECT * FROM device WHERE contested_at IS NOT NULL ORDER BY contested_at, id LIMIT ${SHOWN}) d JOIN "user" u ON u.id = d.user_id
    ORDER BY u.username, d.name`;
  const ago = (ms: number) => new Date(now.getTime() - ms);
  const claiming = await tx.$queryRaw<{ node: string }[]>`
    SELECT n.name AS node FROM node n WHERE n.state = 'active' AND EXISTS (
      SELECT 1 FROM session_order o JOIN node other ON other.id = o.node_id
        JOIN vpn_session s ON s.node_id = o.node_id AND s.client_id = o.client_id AND s.common_name = o.common_name AND s.since = o.session_since
      WHERE o.claimant_node_id = n.id AND o.at > ${ago(CLAIMS_MS)} AND o.outcome = 'refused'
        AND other.reported_at > o.at + ${GONE_BY_MS} * interval '1 millisecond')
    ORDER BY n.name LIMIT ${SHOWN}`;
  const churning = await tx.$queryRaw<{ node: string }[]>`
    SELECT name AS node FROM node WHERE state = 'active' AND history_count > ${MOST_ENDED} AND history_hour > ${ago(CHURN_MS)}
    ORDER BY name LIMIT ${SHOWN}`;
  return [...claiming.map(claimsOthers), ...churning.map(churns), ...contested.map(inTwoPlaces)];
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

function churns({ node }: { node: string }): Need {
  return {
    code: "node-churn",
    tone: "attention",
    sentence: `More than ${MOST_ENDED.toLocaleString("en-GB")} VPN sessions of ${node} have ended within an hour; the history leaves out the rest. Look why clients come and go there, and whether the machine is still yours.`,
    href: `/nodes/${node}`,
    linkText: `See ${node}`,
  };
}

function claimsOthers({ node }: { node: string }): Need {
  return {
    code: "node-claims",
    tone: "bad",
    sentence: `${node} claims the sessions of others: more than 30 within a minute, and they are still where they were. None of them is ended for it. Look whether the machine is still yours.`,
    href: `/nodes/${node}`,
    linkText: `See ${node}`,
  };
}
