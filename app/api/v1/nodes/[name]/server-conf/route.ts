import { route } from "@/app/_shell/route";
import { readServerConf, ServerConfAnswer } from "@/lib/lifecycle/read-server-conf";
import { refuse } from "@/lib/refusal";

export const GET = route(
  { as: "account", summary: "Read a node's server.conf, and what a rollout has still to change in it", answer: ServerConfAnswer },
  async ({ ctx, params }) => (await readServerConf(ctx, params.name ?? "")) ?? refuse("missing", "There is no such node."),
);
