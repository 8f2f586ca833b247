import { z } from "zod";
import { chosenIpv4 } from "@/lib/addresses/chosen-ipv4";
import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { refuse } from "@/lib/refusal";
import { lockUser } from "./lock-user";
import { mailInvitation, mailIt } from "./mail-invitation";
import { makeDevice, type MadeDevice } from "./make-device";
import { makeInvitation, type MadeInvitation } from "./make-invitation";
import { deviceName } from "./naming";
import { whyNot } from "./why-not";

export const AddDeviceBody = z.strictObject({
  name: deviceName,
  /** The free pair to give it, by its IPv4 address; the next free one where it is left out. */
  ipv4: chosenIpv4.nullish(),
  mail: mailIt,
});

/** Adds a device with its pair and an invitation for it, mailed to its user where that is asked for. */
export function addDevice(
  ctx: Context,
  username: string,
  body: Omit<z.output<typeof AddDeviceBody>, "mail"> & { mail?: boolean },
): Promise<Committed<{ device: MadeDevice; invitation: MadeInvitation }>> {
  return commit(ctx, "devices.write", async (tx) => {
    const user = await lockUser(tx, username);
    const reason = whyNot(user, "add device");
    if (reason) refuse("state", reason);
    const device = await makeDevice(tx, ctx, user, body.name, body.ipv4 ?? null);
    const invitation = await makeInvitation(tx, ctx, device.id);
    if (body.mail) await mailInvitation(tx, ctx, user, device.name, invitation);
    return {
      value: { device, invitation },
      answer: { device, invitation: null },
      audit: {
        action: "device.add",
        subject: `user ${username}`,
        details: { device: device.name, ipv4: device.ipv4, ipv6: device.ipv6, ...(body.mail ? { mailed: user.email } : {}) },
      },
      nodes: "need not",
    };
  });
}
