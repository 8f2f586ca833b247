// What a node is told to do with single VPN sessions, beside its bundle. Pure; the portal and the agent share it.
import { z } from "zod";

/** Ed25519 signs this context followed by the payload's bytes. */
export const ORDERS_CONTEXT = "homeport-orders-v1\n";

/**
 * takeover: the device has come up elsewhere; its session here ends unless a byte still comes from the client. Where no more than
 * `bytesIn` have come, it is dead; else the agent listens for `patienceMs`.
 * end: somebody ends it.
 */
export const SessionOrder = z.strictObject({
  seq: z.number().int().min(1),
  kind: z.enum(["takeover", "end"]),
  commonName: z.string().min(1).max(64),
  clientId: z.number().int().min(0),
  /** A client's number begins anew with each start of OpenVPN: with this it names one VPN session. */
  since: z.iso.datetime(),
  bytesIn: z.number().int().min(0),
  patienceMs: z.number().int().min(0).max(10_000),
});
export type SessionOrder = z.infer<typeof SessionOrder>;

export const MOST_ORDERS = 500;

export const OrdersPayload = z.strictObject({
  cluster: z.uuid(),
  node: z.string().min(1).max(64),
  issuedAt: z.iso.datetime(),
  orders: z.array(SessionOrder).max(MOST_ORDERS),
});
export type OrdersPayload = z.infer<typeof OrdersPayload>;

/** The answer of GET /api/v1/node/orders?since=SEQ&wait=25; both fields in base64. */
export const SignedOrders = z.strictObject({ payload: z.base64(), signature: z.base64().max(200) });
export type SignedOrders = z.infer<typeof SignedOrders>;

/** What the bundle-signing key signs of them. */
export const signedOrders = (payload: Uint8Array): Uint8Array => Buffer.concat([Buffer.from(ORDERS_CONTEXT, "utf8"), payload]);

/** What the agent says of an order in its report. */
export const OrderOutcome = z.strictObject({ seq: z.number().int().min(1), outcome: z.enum(["ended", "alive", "gone"]) });
export type OrderOutcome = z.infer<typeof OrderOutcome>;
