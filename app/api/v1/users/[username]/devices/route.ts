import { linkFor } from "@/app/_shell/links";
import { route } from "@/app/_shell/route";
import { addDevice, AddDeviceBody } from "@/lib/users/add-device";

export const POST = route({ as: "account", body: AddDeviceBody, status: 201 }, async ({ ctx, body, params }) => {
  const done = await addDevice(ctx, params.username ?? "", body);
  return done.replayed ? done.value : { device: done.value.device, invitation: linkFor(done.value.invitation) };
});
