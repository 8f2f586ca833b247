// What a balancer's agent says. Pure; the portal and the agent share it.
import { z } from "zod";
import { FaultBody } from "./bundle";

const time = z.iso.datetime().refine((text) => !text.startsWith("0000"), "There is no year 0.");

export const BackendHealth = z.strictObject({
  node: z.string().regex(/^[a-z][a-z0-9-]{0,29}$/),
  up: z.boolean(),
  /** Since when it is as it is, by the balancer's clock. */
  since: time,
});
export type BackendHealth = z.infer<typeof BackendHealth>;

export const BalancerReportBody = z.strictObject({
  cluster: z.uuid(),
  balancer: z.string().regex(/^[a-z][a-z0-9-]{0,29}$/),
  epoch: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31 - 1),
  revision: z.number().int().min(0),
  clock: time,
  agentVersion: z
    .string()
    .max(40)
    .regex(/^[\x20-\x7e]*$/, "A version is printable ASCII."),
  backends: z.array(BackendHealth).max(64),
  faults: z.array(FaultBody).max(50),
});
export type BalancerReportBody = z.infer<typeof BalancerReportBody>;
