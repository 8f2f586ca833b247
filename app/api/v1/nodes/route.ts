import { joinCommandFor } from "@/app/_shell/agent-file";
import { route } from "@/app/_shell/route";
import { addNode } from "@/lib/nodes/add-node";
import { AddNodeBody } from "@/lib/nodes/naming";
import { listNodes } from "@/lib/nodes/read";

export const GET = route({ as: "account" }, async ({ ctx }) => ({ nodes: await listNodes(ctx) }));

export const POST = route({ as: "account", body: AddNodeBody, status: 201 }, async ({ ctx, body }) => {
  const done = await addNode(ctx, body);
  return done.replayed ? done.value : { name: done.value.name, join: await joinCommandFor(done.value) };
});
