import { z } from "zod";
import { joinCommandFor } from "@/app/_shell/agent-file";
import { JoinCommand } from "@/app/_shell/joining";
import { NodeFacts } from "@/app/_shell/node-facts";
import { route } from "@/app/_shell/route";
import { addNode } from "@/lib/nodes/add-node";
import { AddNodeBody } from "@/lib/nodes/naming";
import { listNodes } from "@/lib/nodes/read";

export const GET = route(
  { as: "account", summary: "List the nodes", answer: z.object({ nodes: z.array(NodeFacts) }) },
  async ({ ctx }) => ({ nodes: await listNodes(ctx) }),
);

const added = z.object({
  name: z.string(),
  join: JoinCommand.optional().describe("Missing in a repeated answer: the command is shown once"),
  expiresAt: z.iso.datetime().optional(),
});

export const POST = route(
  { as: "account", summary: "Add a node and make the command that joins it", body: AddNodeBody, answer: added, status: 201 },
  async ({ ctx, body }) => {
    const done = await addNode(ctx, body);
    return done.replayed ? done.value : { name: done.value.name, join: await joinCommandFor(done.value) };
  },
);
