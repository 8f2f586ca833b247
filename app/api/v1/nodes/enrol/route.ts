import { z } from "zod";
import { route } from "@/app/_shell/route";
import { enrolNode, EnrolBody, findJoiningNode, JOIN_TOKEN_IS_NO_GOOD } from "@/lib/nodes/enrol-node";
import { refuse } from "@/lib/refusal";

const answer = z.object({
  node: z.string(),
  cluster: z.uuid(),
  nodeToken: z.string().describe("Shown once"),
  certificate: z.string().describe("PEM"),
  chain: z.string().describe("PEM"),
  bundleKey: z.string().describe("Ed25519, PEM"),
  epoch: z.int(),
});

export const POST = route(
  {
    as: async (_request, { joinToken }) => {
      const node = await findJoiningNode(joinToken, new Date());
      return node ? { kind: "join", nodeId: node.id, name: node.name } : refuse("gone", JOIN_TOKEN_IS_NO_GOOD);
    },
    summary: "Enrol a node: its certificate, its token, and the key that its bundles are signed with",
    body: EnrolBody,
    answer,
    status: 201,
  },
  ({ ctx, body }) =>
    ctx.actor.kind === "join"
      ? enrolNode(ctx, { id: ctx.actor.nodeId, name: ctx.actor.name }, body)
      : refuse("gone", JOIN_TOKEN_IS_NO_GOOD),
);
