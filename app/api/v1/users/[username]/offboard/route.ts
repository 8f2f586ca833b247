import { z } from "zod";
import { route } from "@/app/_shell/route";
import { OffboardBody, offboardUser } from "@/lib/lifecycle/offboard-user";

const answer = z.object({ username: z.string(), devices: z.int(), commonNames: z.array(z.string()), revision: z.string() });

export const POST = route(
  { as: "account", summary: "Offboard a user for good: every device is cut off and revoked", body: OffboardBody, answer },
  async ({ ctx, body, params }) => {
    const done = await offboardUser(ctx, params.username ?? "", body);
    return done.replayed ? done.value : { ...done.value, revision: done.revision };
  },
);
