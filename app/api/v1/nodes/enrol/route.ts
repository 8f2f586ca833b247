import { route } from "@/app/_shell/route";
import { enrolNode, EnrolBody, findJoiningNode, JOIN_TOKEN_IS_NO_GOOD } from "@/lib/nodes/enrol-node";
import { refuse } from "@/lib/refusal";

export const POST = route(
  {
    as: async (_request, { joinToken }) => {
      const node = await findJoiningNode(joinToken, new Date());
      return node ? { kind: "join", nodeId: node.id, name: node.name } : refuse("gone", JOIN_TOKEN_IS_NO_GOOD);
    },
    body: EnrolBody,
    status: 201,
  },
  ({ ctx, body }) =>
    ctx.actor.kind === "join"
      ? enrolNode(ctx, { id: ctx.actor.nodeId, name: ctx.actor.name }, body)
      : refuse("gone", JOIN_TOKEN_IS_NO_GOOD),
);
