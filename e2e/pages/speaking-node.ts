import type { AddedNode } from "../../app/_shell/answers";
import { THIS_RELEASE } from "../../lib/nodes/agent-release";
import type { ReceiptBody, VpnSessionBody } from "../../lib/nodes/bundle";
import { OrdersPayload, SignedOrders, type OrderOutcome, type SessionOrder } from "../../lib/nodes/session-orders";
import { ask, newCsr } from "../program";

export type SpeakingNode = {
  /** Reports once: who is connected, receipts, and what came of orders. */
  report: (said: { vpnSessions?: VpnSessionBody[]; receipts?: ReceiptBody[]; orders?: OrderOutcome[]; revision?: number }) => Promise<void>;
  /** What it is told to do with single VPN sessions, and has not answered yet. */
  orders: () => Promise<SessionOrder[]>;
};

/** A node that joined through the API and says what a test has it say: for pages that show what nodes report. */
export async function joinSpeaking(url: string, cookie: string, name: string, address: string, site?: string): Promise<SpeakingNode> {
  const headers = { cookie };
  const body = { name, address, port: 1194, proto: "udp", interface: "tun0", ...(site ? { site } : {}) };
  const added = await ask(url, url, "POST", "/api/v1/nodes", { body, headers });
  // The shape is that of the portal's own client (app/_shell/answers.ts).
  const joinToken = /JOIN_TOKEN='([\w-]{43})'/.exec((added.body as unknown as AddedNode).join?.command ?? "")?.[1];
  const enrolled = await ask(url, url, "POST", "/api/v1/nodes/enrol", {
    body: { joinToken, csr: await newCsr(name), agentVersion: THIS_RELEASE },
  });
  const { nodeToken, cluster } = enrolled.body;
  const startedAt = new Date().toISOString();
  return {
    report: async ({ vpnSessions = [], receipts = [], orders = [], revision = 1 }) => {
      const report = {
        cluster,
        node: name,
        epoch: 1,
        revision,
        digest: "0".repeat(64),
        clock: new Date().toISOString(),
        agentVersion: THIS_RELEASE,
        openvpnVersion: "2.6.14",
        openvpnRunning: true,
        startedAt,
        crl: null,
        receipts,
        vpnSessions,
        orders,
        faults: [],
      };
      const done = await ask(url, url, "POST", "/api/v1/node/report", {
        body: report,
        headers: { authorization: `Bearer ${String(nodeToken)}` },
      });
      if (done.status !== 200) throw new Error(`${done.status} ${JSON.stringify(done.body)}`);
    },
    orders: async () => {
      const asked = await ask(url, url, "GET", "/api/v1/node/orders?since=0&wait=2", {
        headers: { authorization: `Bearer ${String(nodeToken)}` },
      });
      if (asked.status === 204) return [];
      const { payload } = SignedOrders.parse(asked.body);
      return OrdersPayload.parse(JSON.parse(Buffer.from(payload, "base64").toString("utf8"))).orders;
    },
  };
}
