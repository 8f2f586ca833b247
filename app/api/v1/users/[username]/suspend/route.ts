import { z } from "zod";
import { route } from "@/app/_shell/route";
import { suspendUser } from "@/lib/lifecycle/suspend-user";

const answer = z.object({
  username: z.string(),
  commonNames: z.array(z.string()),
  revision: z.string().describe("The first revision whose bundles show it."),
});

export const POST = route(
  { as: "account", summary: "Suspend a user: every device is cut off until the user is resumed", answer },
  async ({ ctx, params }) => {
    const done = await suspendUser(ctx, params.username ?? "");
    return done.replayed ? done.value : { ...done.value, revision: done.revision };
  },
);
