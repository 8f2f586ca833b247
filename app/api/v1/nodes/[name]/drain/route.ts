import { NodeTurned } from "@/app/_shell/node-turned";
import { route } from "@/app/_shell/route";
import { drainNode } from "@/lib/nodes/drain-node";

export const POST = route(
  { as: "account", summary: "Drain a node: its clients move on, and it takes nobody until it is put back", answer: NodeTurned },
  ({ ctx, params }) => drainNode(ctx, params.name ?? ""),
);
