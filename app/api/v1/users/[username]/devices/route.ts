import { z } from "zod";
import { linkFor } from "@/app/_shell/links";
import { route } from "@/app/_shell/route";
import { addDevice, AddDeviceBody } from "@/lib/users/add-device";

const answer = z.object({
  device: z.object({ id: z.uuid(), name: z.string(), ipv4: z.string(), ipv6: z.string() }),
  invitation: z
    .object({ id: z.uuid(), link: z.string(), expiresAt: z.iso.datetime(), mailed: z.boolean() })
    .nullable()
    .describe("In this answer only."),
});

export const POST = route(
  { as: "account", summary: "Add a device with its pair of addresses and an invitation", body: AddDeviceBody, answer, status: 201 },
  async ({ ctx, body, params }) => {
    const done = await addDevice(ctx, params.username ?? "", body);
    return done.replayed ? done.value : { device: done.value.device, invitation: linkFor(done.value.invitation, body.mail) };
  },
);
