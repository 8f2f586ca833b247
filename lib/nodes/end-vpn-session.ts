import { z } from "zod";
import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { readSettings } from "@/lib/core/settings";
import { refuse } from "@/lib/refusal";
import { parseCommonName } from "@/lib/users/common-name";
import { whyAgentCannot } from "./agent-release";
import { isSilent } from "./silence";
import { lockOrders, wakeForOrders } from "./take-over";

export const EndVpnSessionBody = z.strictObject({
  node: z
    .string({ error: "Say which node the VPN session is on." })
    .min(1, "Say which node the VPN session is on.")
    .max(64, "A node's name has 30 characters at most."),
  clientId: z
    .number({ error: "Say the client's number, as the list of VPN sessions has it." })
    .int("The client's number is a whole number.")
    .min(0, "The client's number is not negative.")
    .max(2 ** 31 - 1, "The client's number is too large."),
  commonName: z
    .string({ error: "Say the VPN session's common name." })
    .min(1, "Say the VPN session's common name.")
    .max(64, "A common name has 64 bytes at most."),
});

/** Tells a node to end one VPN session. Who may connect may connect again: nothing else about the user changes. */
export function endVpnSession(ctx: Context, body: z.output<typeof EndVpnSessionBody>): Promise<Committed<{ seq: string }>> {
  const { commonName, clientId } = body;
  return commit(ctx, "vpn-sessions.write", async (tx) => {
    const node = await tx.node.findUnique({ where: { name: body.node } });
    if (!node || node.state === "removed") refuse("missing", `There is no node ${body.node.slice(0, 60)}.`, "node");
    const session = await tx.vpnSession.findUnique({ where: { nodeId_clientId: { nodeId: node.id, clientId } } });
    if (!session || session.commonName !== commonName) refuse("gone", `This VPN session on ${node.name} has ended already.`, "clientId");
    if (isSilent(node, ctx.now()))
      refuse("state", `${node.name} is silent and would not hear of it. Suspend the user, or stop OpenVPN on the machine.`, "node");
    const why = whyAgentCannot(node, "end");
    if (why) refuse("state", why, "node");
    await lockOrders(tx, node.id);
    const order = await tx.sessionOrder.create({
      data: { nodeId: node.id, kind: "end", commonName, clientId, sessionSince: session.since, bytesIn: session.bytesIn, at: ctx.now() },
    });
    await wakeForOrders(tx, node.id);
    const username = parseCommonName(commonName)?.username;
    const { keepSourceAddresses } = await readSettings(tx);
    return {
      value: { seq: order.seq.toString() },
      audit: {
        action: "vpn-session.end",
        subject: username ? `user ${username}` : `node ${node.name}`,
        // The audit log is kept for ever: whence somebody came stands there only where it may be kept at all.
        details: { node: node.name, commonName, ...(keepSourceAddresses ? { source: session.source } : {}), since: session.since },
      },
      nodes: "need not",
    };
  });
}
