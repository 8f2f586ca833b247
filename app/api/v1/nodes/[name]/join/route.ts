import { z } from "zod";
import { joinCommandFor } from "@/app/_shell/agent-file";
import { JoinCommand } from "@/app/_shell/joining";
import { route } from "@/app/_shell/route";
import { renewJoinToken } from "@/lib/nodes/add-node";

export const POST = route(
  { as: "account", summary: "Make a new join command for a node", body: z.strictObject({}), answer: JoinCommand, status: 201 },
  async ({ ctx, params }) => {
    const done = await renewJoinToken(ctx, params.name ?? "");
    return done.replayed ? done.value : joinCommandFor(done.value);
  },
);
