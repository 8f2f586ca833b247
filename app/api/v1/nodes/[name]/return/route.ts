import { z } from "zod";
import { route } from "@/app/_shell/route";
import { takeBackNode } from "@/lib/nodes/set-aside-node";

export const POST = route(
  { as: "account", summary: "Take a node back that was set aside: it owes its receipts again", answer: z.object({ name: z.string() }) },
  async ({ ctx, params }) => (await takeBackNode(ctx, params.name ?? "")).value,
);
