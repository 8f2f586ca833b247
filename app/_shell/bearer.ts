import type { Actor } from "@/lib/core/context";
import { TOKEN_PATTERN } from "@/lib/core/token";
import { BALANCER_TOKEN_IS_DEAD, findBalancer } from "@/lib/nodes/pull-balancer-bundle";
import { findNode, NODE_TOKEN_IS_DEAD } from "@/lib/nodes/pull-bundle";
import { refuse } from "@/lib/refusal";

export function bearerToken(request: Request): string {
  const token = /^Bearer (\S+)$/.exec(request.headers.get("authorization") ?? "")?.[1];
  return token && TOKEN_PATTERN.test(token)
    ? token
    : refuse("signed-out", "Send the token that came with the enrolment: Authorization: Bearer …");
}

/** The node whose token the request carries. */
export async function nodeActor(request: Request): Promise<Actor> {
  const node = await findNode(bearerToken(request));
  return node ? { kind: "node", ...node } : refuse("signed-out", NODE_TOKEN_IS_DEAD);
}

/** The balancer whose token the request carries. */
export async function balancerActor(request: Request): Promise<Actor> {
  const balancer = await findBalancer(bearerToken(request));
  return balancer ? { kind: "balancer", ...balancer } : refuse("signed-out", BALANCER_TOKEN_IS_DEAD);
}
