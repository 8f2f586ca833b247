import { z } from "zod";
import { joinCommandFor } from "@/app/_shell/agent-file";
import { route } from "@/app/_shell/route";
import { renewJoinToken } from "@/lib/nodes/add-node";

export const POST = route({ as: "account", body: z.strictObject({}), status: 201 }, async ({ ctx, params }) => {
  const done = await renewJoinToken(ctx, params.name ?? "");
  return done.replayed ? done.value : joinCommandFor(done.value);
});
