import { sign } from "node:crypto";
import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { nextChange, ordersFor } from "@/lib/db/listen";
import { refuse } from "@/lib/refusal";
import { bundleKey } from "./bundle-key";
import { ORDER_GOOD_FOR_MS } from "./claims";
import { findNode, NODE_TOKEN_IS_DEAD } from "./pull-bundle";
import { MOST_ORDERS, signedOrders, type OrdersPayload, type SignedOrders } from "./session-orders";

/** The orders after `since` for this node, signed; waits up to `wait` seconds for one, null when there was none. Ends when the token dies. */
export async function pullOrders(
  ctx: Context,
  token: string,
  query: { since: number; wait: number },
  signal?: AbortSignal,
): Promise<SignedOrders | null> {
  demand(ctx.actor, "node.bundle");
  if (ctx.actor.kind !== "node") refuse("forbidden", NODE_TOKEN_IS_DEAD);
  const { id, name } = ctx.actor;
  const until = Date.now() + query.wait * 1000;
  for (;;) {
    // The wait is taken before the orders are read, so that none falls between the two (I13).
    const change = await nextChange(Math.max(0, until - Date.now()), signal, ordersFor(id));
    try {
      const orders = await ordersSince(id, query.since, new Date(ctx.now().getTime() - ORDER_GOOD_FOR_MS));
      if (orders.length > 0) return await signedFor(name, orders, ctx.now());
      if (Date.now() >= until || signal?.aborted) return null;
      await change.promise;
      if (!(await findNode(token))) refuse("signed-out", NODE_TOKEN_IS_DEAD);
    } finally {
      change.cancel();
    }
  }
}

async function ordersSince(nodeId: string, since: number, after: Date): Promise<OrdersPayload["orders"]> {
  const rows = await db().sessionOrder.findMany({
    where: { nodeId, seq: { gt: BigInt(since) }, doneAt: null, at: { gt: after } },
    orderBy: { seq: "asc" },
    take: MOST_ORDERS,
  });
  return rows.map(({ seq, kind, commonName, clientId, sessionSince, bytesIn, patienceMs }) => ({
    seq: Number(seq),
    kind: kind === "end" ? "end" : "takeover",
    commonName,
    clientId,
    since: sessionSince.toISOString(),
    bytesIn: Number(bytesIn),
    patienceMs,
  }));
}

async function signedFor(node: string, orders: OrdersPayload["orders"], now: Date): Promise<SignedOrders> {
  const { uuid } = await db().cluster.findUniqueOrThrow({ where: { id: 1 }, select: { uuid: true } });
  const payload: OrdersPayload = { cluster: uuid, node, issuedAt: now.toISOString(), orders };
  const bytes = Buffer.from(JSON.stringify(payload), "utf8");
  return { payload: bytes.toString("base64"), signature: sign(null, signedOrders(bytes), await bundleKey()).toString("base64") };
}
