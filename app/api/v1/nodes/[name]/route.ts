import { z } from "zod";
import { NodeDetails } from "@/app/_shell/node-facts";
import { route } from "@/app/_shell/route";
import { editNode, EditedNode, EditNodeBody } from "@/lib/nodes/edit-node";
import { readNode } from "@/lib/nodes/read";
import { removeNode, RemoveNodeBody } from "@/lib/nodes/remove-node";
import { refuse } from "@/lib/refusal";

export const GET = route(
  {
    as: "account",
    summary: "Read a node and a page of its VPN sessions",
    query: z.strictObject({ cursor: z.string().max(2000).optional() }),
    answer: NodeDetails,
  },
  async ({ ctx, params, query }) => (await readNode(ctx, params.name ?? "", query)) ?? refuse("missing", "There is no such node."),
);

export const PATCH = route(
  {
    as: "account",
    summary: "Change where a node stands and listens, and its place in the routing",
    body: EditNodeBody,
    answer: EditedNode,
  },
  ({ ctx, body, params }) => editNode(ctx, params.name ?? "", body),
);

const removed = z.object({
  name: z.string(),
  certificateNotAfter: z.iso.datetime().nullable().describe("Until then a stolen key of the node could deceive clients"),
});

export const DELETE = route(
  { as: "account", summary: "Remove a node: its token dies, its certificate is revoked", body: RemoveNodeBody, answer: removed },
  async ({ ctx, body, params }) => (await removeNode(ctx, params.name ?? "", body)).value,
);
