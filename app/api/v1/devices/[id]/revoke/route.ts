import { z } from "zod";
import { idParam } from "@/app/_shell/params";
import { route } from "@/app/_shell/route";
import { revokeDevice, RevokeDeviceBody } from "@/lib/lifecycle/revoke-device";

const answer = z.object({ device: z.string(), commonNames: z.array(z.string()), revision: z.string() });

export const POST = route(
  { as: "account", summary: "Revoke a device for good, with a reason", body: RevokeDeviceBody, answer },
  async ({ ctx, body, params }) => {
    const done = await revokeDevice(ctx, idParam(params.id, "device"), body);
    return done.replayed ? done.value : { ...done.value, revision: done.revision };
  },
);
