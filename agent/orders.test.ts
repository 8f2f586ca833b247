import { generateKeyPairSync, sign } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { signedOrders, type OrdersPayload } from "../lib/nodes/session-orders";
import type { Answer } from "./call-portal";
import { readOrders, takeOrders } from "./orders";

const keys = generateKeyPairSync("ed25519");
const identity = {
  bundleKey: keys.publicKey.export({ type: "spki", format: "pem" }).toString(),
  cluster: "3f1c7a52-8f5e-4d6f-9c88-1f6f4a2b7c11",
  node: "vpn1",
};
const payload: OrdersPayload = {
  cluster: identity.cluster,
  node: "vpn1",
  issuedAt: "2026-11-23T02:00:00.000Z",
  orders: [{ seq: 1, kind: "end", commonName: "ann.laptop.1", clientId: 4, since: "2026-11-23T01:00:00.000Z", bytesIn: 0, patienceMs: 0 }],
};
const sealed = (said: unknown, context = signedOrders) => {
  const bytes = Buffer.from(JSON.stringify(said));
  return { payload: bytes.toString("base64"), signature: sign(null, context(bytes), keys.privateKey).toString("base64") };
};

it("takes the portal's own orders for this node", () => {
  expect(readOrders(sealed(payload), identity)).toEqual({ orders: payload.orders });
});

it.each([
  ["signed as something else", sealed(payload, (bytes) => Buffer.from(bytes)), /signature/],
  ["for another node", sealed({ ...payload, node: "vpn2" }), /another node/],
  ["of another cluster", sealed({ ...payload, cluster: "00000000-0000-4000-8000-000000000000" }), /another node/],
  ["that say something unknown", sealed({ ...payload, orders: [{ ...payload.orders[0], kind: "reboot" }] }), /known form/],
])("refuses orders %s", (_what, signed, why) => {
  expect(readOrders(signed, identity)).toMatchObject({ why: expect.stringMatching(why) });
});

it("asks for all that is open once there was nothing for a while: a database that was restored numbers its orders from an earlier one", async () => {
  const order = (seq: number) => ({ ...payload, orders: payload.orders.map((one) => ({ ...one, seq })) });
  const said = (status: number, body: unknown): Answer => ({ status, body: JSON.stringify(body), date: null });
  const script = [said(200, sealed(order(5000))), said(204, ""), said(200, sealed(order(7))), said(200, sealed(order(7)))];
  const asked: number[] = [];
  const end = new AbortController();
  const orders = takeOrders({
    identity,
    call: async ({ path }) => {
      asked.push(Number(/since=(\d+)/.exec(path)?.[1]));
      const next = script.shift();
      if (next) return next;
      await sleep(60);
      end.abort();
      return said(204, "");
    },
    // Nobody is connected.
    command: async () => [],
    done: () => undefined,
    log: () => undefined,
    signal: end.signal,
    random: () => 0,
  });
  await orders.done;
  expect(asked).toEqual([0, 5000, 0, 7, 7]);
  expect(orders.outcomes()).toEqual([
    { seq: 5000, outcome: "gone" },
    { seq: 7, outcome: "gone" },
  ]);
});

it("looks once for all the orders that come at once", async () => {
  const many = { ...payload, orders: Array.from({ length: 100 }, (_, i) => ({ ...payload.orders[0], seq: i + 1, clientId: i })) };
  const script: Answer[] = [{ status: 200, body: JSON.stringify(sealed(many)), date: null }];
  const end = new AbortController();
  const commands: string[] = [];
  const orders = takeOrders({
    identity,
    call: async () => {
      const next = script.shift();
      if (next) return next;
      await sleep(50);
      end.abort();
      return { status: 204, body: "", date: null };
    },
    command: async (text) => {
      commands.push(text);
      return [];
    },
    done: () => undefined,
    log: () => undefined,
    signal: end.signal,
    random: () => 0,
  });
  await orders.done;
  expect(commands).toEqual(["status 3"]);
  expect(orders.outcomes()).toHaveLength(100);
});
