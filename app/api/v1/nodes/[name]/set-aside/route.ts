import { z } from "zod";
import { route } from "@/app/_shell/route";
import { setAsideNode, SetAsideBody } from "@/lib/nodes/set-aside-node";

export const POST = route(
  {
    as: "account",
    summary: "Set a silent node aside: nobody waits for its receipts any more",
    body: SetAsideBody,
    answer: z.object({ name: z.string() }),
  },
  async ({ ctx, body, params }) => (await setAsideNode(ctx, params.name ?? "", body)).value,
);
