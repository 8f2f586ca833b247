import type { Need } from "@/lib/lifecycle/needs";

export type AlertFacts = { code: string; subject: string; tone: string; sentence: string; href: string };

/** What is told by mail and webhook, and for how long it must have been so before: a node that restarts is not told. */
const TOLD: Record<string, number> = {
  "node-silent": 30_000,
  "openvpn-stopped": 60_000,
  "balancer-silent": 30_000,
  "balancer-no-node": 30_000,
  "balancer-node-out": 0,
  clock: 60_000,
  "crl-old": 0,
  "crl-old-at-node": 0,
  "issuing-ends": 0,
  "root-ends": 0,
  "node-certificate-ends": 0,
  "node-claims": 0,
  "node-churn": 0,
  "device-contested": 0,
  pool: 0,
  restored: 30_000,
};

/** The needs that are alerts: one for each code and subject. */
export function alertsOf(needs: readonly Need[]): AlertFacts[] {
  const found = new Map<string, AlertFacts>();
  for (const { code, tone, sentence, href } of needs) {
    if (!(code in TOLD)) continue;
    const node = /^\/nodes\/([^/]+)$/.exec(href)?.[1];
    const balancer = /^\/nodes\/balancers\/([^/]+)$/.exec(href)?.[1];
    const user = /^\/users\/([^/]+)$/.exec(href)?.[1];
    const subject = node ? `node ${node}` : balancer ? `balancer ${balancer}` : user ? `user ${user}` : "cluster";
    const alert = { code, subject, tone, sentence, href };
    found.set(keyOf(alert), alert);
  }
  return [...found.values()];
}

export const keyOf = ({ code, subject }: { code: string; subject: string }): string => `${code} ${subject}`;

/** Remembers since when each is so, and gives those that have been for long enough. */
export function thatHeld(alerts: readonly AlertFacts[], since: Map<string, number>, now: Date): AlertFacts[] {
  const keys = new Set(alerts.map(keyOf));
  for (const key of since.keys()) if (!keys.has(key)) since.delete(key);
  return alerts.filter((alert) => {
    const key = keyOf(alert);
    const first = since.get(key) ?? now.getTime();
    since.set(key, first);
    return now.getTime() - first >= (TOLD[alert.code] ?? 0);
  });
}
