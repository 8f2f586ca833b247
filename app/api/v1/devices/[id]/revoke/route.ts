import { idParam } from "@/app/_shell/params";
import { route } from "@/app/_shell/route";
import { revokeDevice, RevokeDeviceBody } from "@/lib/lifecycle/revoke-device";

export const POST = route({ as: "account", body: RevokeDeviceBody }, async ({ ctx, body, params }) => {
  const done = await revokeDevice(ctx, idParam(params.id, "device"), body);
  return done.replayed ? done.value : { ...done.value, revision: done.revision };
});
