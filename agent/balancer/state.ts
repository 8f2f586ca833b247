// What a balancer holds between two lives of its agent. Each file is parsed when read: a damaged one counts as missing.
import { z } from "zod";
import { BalancerReportBody } from "../../lib/nodes/balancer-report";
import { BalancerSettings } from "../../lib/nodes/node-settings";

export const BalancerIdentity = z.object({
  portal: z.string(),
  balancer: z.string(),
  cluster: z.string(),
  balancerToken: z.string(),
  bundleKey: z.string(),
  pin: z.string(),
  epoch: z.number().int(),
  enrolledAt: z.string(),
  supervisor: z.enum(["systemd", "child"]),
});
export type BalancerIdentity = z.infer<typeof BalancerIdentity>;

export const KeptHealth = z.array(z.object({ key: z.string(), up: z.boolean(), since: z.string() }));

const Known = z.object({
  backend: BalancerSettings.shape.backends.element,
  /** Since when it is not behind this balancer any more; its flows may still be there. */
  leftAt: z.string().nullable(),
});
/** `live`: the keys of those that new flows went to. */
export const KeptMap = z.object({ live: z.array(z.string()), known: z.array(Known) });
export type KeptMap = z.infer<typeof KeptMap>;

export const WrittenStatus = z.object({
  report: BalancerReportBody,
  live: z.array(z.string()),
  portal: z.object({ reachedAt: z.string().nullable(), trouble: z.string().nullable() }),
});
