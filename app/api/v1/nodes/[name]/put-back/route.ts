import { NodeTurned } from "@/app/_shell/node-turned";
import { route } from "@/app/_shell/route";
import { putBackNode } from "@/lib/nodes/drain-node";

export const POST = route(
  { as: "account", summary: "Put a drained node back: it takes clients again", answer: NodeTurned },
  ({ ctx, params }) => putBackNode(ctx, params.name ?? ""),
);
