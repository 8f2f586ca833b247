import { z } from "zod";
import { version } from "@/lib/core/version";
import { NODE_NAME, siteName } from "./naming";
import { isIpv4, isIpv6 } from "./network";
import { RemotePlace } from "./remote-body";

/** Pages and routes of their own stand at these words. */
const KEPT = ["new", "enrol"];

const balancerName = z
  .string({ error: "The balancer's name is missing." })
  .refine(
    (text) => NODE_NAME.test(text),
    "The balancer's name must begin with a letter a–z and have only a–z, 0–9 and hyphens, 30 at most: lb1",
  )
  .refine((text) => !KEPT.includes(text), "This name is kept for a page of the portal. Choose another.");

const nodes = z
  .array(z.string().max(60), { error: "The nodes behind the balancer are missing: send their names." })
  .min(1, "Choose at least one node: a balancer with none behind it leads nowhere.")
  .max(64, "64 nodes at most stand behind one balancer.")
  .transform((names) => [...new Set(names)].sort());

const ownAddresses = z
  .array(
    z
      .string()
      .transform((text) => text.trim())
      .refine((text) => isIpv4(text) || isIpv6(text), "A balancer's own address must be an IP address such as 198.51.100.10."),
  )
  .max(16, "16 addresses at most.")
  .transform((all) => [...new Set(all)]);

const hidesSources = z.boolean("Hiding the clients' addresses must be true or false.");
const site = siteName.nullable();

const fields = { site: site.default(null), nodes, hidesSources: hidesSources.default(false), ownAddresses: ownAddresses.default([]) };
const needsOwn = {
  error: "A balancer that hides the clients' addresses shows its own to the nodes: enter at least one.",
  path: ["ownAddresses"],
};
const knowsOwn = (body: { hidesSources: boolean; ownAddresses: string[] }) => !body.hidesSources || body.ownAddresses.length > 0;

/** `remote` is where clients connect to; more of them are added to the list of remotes. */
export const AddBalancerBody = z.strictObject({ name: balancerName, ...fields, remote: RemotePlace.optional() }).refine(knowsOwn, needsOwn);
export const ChangeBalancerBody = z.strictObject({ version, site, nodes, hidesSources, ownAddresses }).refine(knowsOwn, needsOwn);
export const RemoveBalancerBody = z.strictObject({ confirm: z.string({ error: "Type the balancer's name to confirm." }) });
