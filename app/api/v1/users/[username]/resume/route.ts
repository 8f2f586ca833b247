import { z } from "zod";
import { route } from "@/app/_shell/route";
import { resumeUser } from "@/lib/lifecycle/resume-user";

const answer = z.object({
  username: z.string(),
  commonNames: z.array(z.string()),
  revision: z.string().describe("The first revision whose bundles show it."),
});

export const POST = route(
  { as: "account", summary: "Resume a suspended user: the same profiles work again", answer },
  async ({ ctx, params }) => {
    const done = await resumeUser(ctx, params.username ?? "");
    return done.replayed ? done.value : { ...done.value, revision: done.revision };
  },
);
