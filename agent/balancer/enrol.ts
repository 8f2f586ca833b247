import { existsSync, mkdirSync } from "node:fs";
import { z } from "zod";
import { callPortal, refusalOf } from "../call-portal";
import { whyNotKey } from "../enrol";
import { pathsIn } from "../paths";
import { readPortalUrl } from "../portal-url";
import { writeState } from "../state";
import { AGENT_VERSION } from "../version";
import type { BalancerPaths } from "./paths";
import type { BalancerIdentity } from "./state";

const Enrolled = z.object({
  balancer: z.string().regex(/^[a-z][a-z0-9-]{0,29}$/),
  cluster: z.uuid(),
  balancerToken: z.string().min(32).max(200),
  bundleKey: z.string().max(1000),
  epoch: z.number().int().min(0),
});

type Enrolment = { portal: string; pin: string; token: string; supervisor: BalancerIdentity["supervisor"] };

/** Makes this folder a balancer's. A refusal or a crash leaves a folder that is not enrolled. Throws with a sentence. */
export async function enrolBalancer(at: BalancerPaths, wish: Enrolment): Promise<BalancerIdentity> {
  const portal = readPortalUrl(wish.portal).href;
  if (!/^[0-9a-f]{64}$/i.test(wish.pin)) throw new Error("--pin must be the 64 hex digits that the portal shows.");
  if (existsSync(at.identity) || existsSync(pathsIn(at.dir).identity))
    throw new Error(`${at.dir} is enrolled already. Stop the agent and remove the folder, or name another with --dir.`);
  const answer = await callPortal(portal, {
    method: "POST",
    path: "api/v1/balancers/enrol",
    timeoutMs: 30_000,
    maxBytes: 100_000,
    body: { joinToken: wish.token, agentVersion: AGENT_VERSION },
  });
  if (answer.status !== 201) throw new Error(refusalOf(answer));
  const enrolled = Enrolled.safeParse(readJson(answer.body));
  if (!enrolled.success) throw new Error("The portal's answer is not in the known form. Is --portal the address of a Homeport portal?");
  const why = whyNotKey(enrolled.data.bundleKey, wish.pin);
  if (why !== null) throw new Error(why);
  const { supervisor } = wish;
  const identity = { portal, ...enrolled.data, pin: wish.pin.toLowerCase(), enrolledAt: new Date().toISOString(), supervisor };
  mkdirSync(at.dir, { recursive: true, mode: 0o700 });
  writeState(at.identity, identity);
  return identity;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
