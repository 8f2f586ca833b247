import { z } from "zod";
import { idParam } from "@/app/_shell/params";
import { route } from "@/app/_shell/route";
import { loseDevice } from "@/lib/lifecycle/revoke-device";

const answer = z.object({ device: z.string(), commonNames: z.array(z.string()), revision: z.string() });

export const POST = route(
  { as: "account", summary: "Report a device as lost: revoked at once as keyCompromise", body: z.strictObject({}), answer },
  async ({ ctx, params }) => {
    const done = await loseDevice(ctx, idParam(params.id, "device"));
    return done.replayed ? done.value : { ...done.value, revision: done.revision };
  },
);
