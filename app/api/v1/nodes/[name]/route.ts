import { route } from "@/app/_shell/route";
import { readNode } from "@/lib/nodes/read";
import { removeNode, RemoveNodeBody } from "@/lib/nodes/remove-node";
import { refuse } from "@/lib/refusal";

export const GET = route(
  { as: "account" },
  async ({ ctx, params }) => (await readNode(ctx, params.name ?? "")) ?? refuse("missing", "There is no such node."),
);

export const DELETE = route(
  { as: "account", body: RemoveNodeBody },
  async ({ ctx, body, params }) => (await removeNode(ctx, params.name ?? "", body)).value,
);
