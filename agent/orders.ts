// What the portal says about single VPN sessions, by a long poll of its own. With the portal away nothing is ended here.
import { createPublicKey, verify } from "node:crypto";
import type { ReportBody } from "../lib/nodes/bundle";
import { OrdersPayload, signedOrders, SignedOrders, type OrderOutcome, type SessionOrder } from "../lib/nodes/session-orders";
import { backoff, sleep } from "./backoff";
import type { Answer, Call } from "./call-portal";
import { sentenceOf, type Log } from "./log";
import { obeyOrder } from "./obey-order";
import type { Identity } from "./state";

const WAIT_S = 25;
/** The management socket may be away for a moment: OpenVPN starts again. */
const TRIES = 3;

type Needs = {
  identity: Pick<Identity, "bundleKey" | "cluster" | "node">;
  call(what: Omit<Call, "token">): Promise<Answer>;
  command(text: string): Promise<string[]>;
  /** An order is done: the portal is waiting to hear of it. */
  done(): void;
  log: Log;
  signal: AbortSignal;
  random(): number;
};

/** The payload, if it is the portal's and for this node; else why not. */
export function readOrders(signed: SignedOrders, identity: Needs["identity"]): { orders: SessionOrder[] } | { why: string } {
  const bytes = Buffer.from(signed.payload, "base64");
  if (!verify(null, signedOrders(bytes), createPublicKey(identity.bundleKey), Buffer.from(signed.signature, "base64")))
    return { why: "Their signature is not the portal's." };
  const payload = OrdersPayload.safeParse(JSON.parse(bytes.toString("utf8")));
  if (!payload.success) return { why: "They are not in the known form." };
  if (payload.data.cluster !== identity.cluster || payload.data.node !== identity.node) return { why: "They are for another node." };
  return { orders: payload.data.orders };
}

/** Asks for ever, and does what it is told, each order for itself: one that listens for seconds holds up no other. */
export function takeOrders(needs: Needs): { outcomes(): OrderOutcome[]; told(report: ReportBody): void; done: Promise<void> } {
  const { identity, log, signal } = needs;
  const pause = backoff(needs.random);
  let outcomes: OrderOutcome[] = [];
  let since = 0;
  /** What is being done at this moment. */
  const busy = new Set<number>();

  let look: Promise<string[]> | null = null;
  /** Orders come by the dozen, and in a full node each look costs all its clients some milliseconds: whoever asks at one moment shares one. */
  const command = (text: string): Promise<string[]> => {
    if (text !== "status 3") return needs.command(text);
    look ??= Promise.resolve().then(() => {
      look = null;
      return needs.command(text);
    });
    return look;
  };

  async function obey(order: SessionOrder): Promise<void> {
    for (let tries = 0; tries < TRIES && !signal.aborted; tries++) {
      try {
        const outcome = await obeyOrder(order, { command, wait: (ms) => sleep(ms, signal) });
        log("order-done", { kind: order.kind, commonName: order.commonName, clientId: order.clientId, outcome });
        outcomes.push({ seq: order.seq, outcome });
        return needs.done();
      } catch (error) {
        log("order-failed", { commonName: order.commonName, why: sentenceOf(error) });
        await sleep(1000, signal);
      }
    }
  }

  async function once(): Promise<void> {
    const began = Date.now();
    const answer = await needs.call({
      method: "GET",
      path: `api/v1/node/orders?since=${since}&wait=${WAIT_S}`,
      timeoutMs: (WAIT_S + 15) * 1000,
      maxBytes: 1_000_000,
    });
    if (answer.status === 204) {
      pause.reset();
      // Whatever is open by then was not done here; and a database that was restored numbers its orders from an earlier one.
      since = 0;
      // A proxy that answers in the portal's place must not be asked a thousand times a second.
      if (Date.now() - began < 200) await sleep(200, signal);
      return;
    }
    if (answer.status !== 200) return sleep(answer.status === 401 ? 30_000 : pause.next(), signal);
    const read = readOrders(SignedOrders.parse(JSON.parse(answer.body)), identity);
    if ("why" in read) {
      log("orders-refused", { why: read.why });
      return sleep(pause.next(), signal);
    }
    pause.reset();
    since = Math.max(...read.orders.map(({ seq }) => seq), 0);
    const asked = read.orders.filter(({ seq }) => !busy.has(seq) && !outcomes.some((one) => one.seq === seq));
    for (const order of asked) {
      busy.add(order.seq);
      void obey(order).finally(() => busy.delete(order.seq));
    }
  }

  const loop = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        await once();
      } catch {
        // The bundle's pull says why the portal cannot be reached; here it is enough to try again.
        await sleep(pause.next(), signal);
      }
    }
  };
  return {
    outcomes: () => outcomes.slice(0, 500),
    told(report) {
      const known = new Set(report.orders.map(({ seq }) => seq));
      outcomes = outcomes.filter(({ seq }) => !known.has(seq));
    },
    done: loop(),
  };
}
