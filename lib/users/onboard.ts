import { z } from "zod";
import { chosenIpv4 } from "@/lib/addresses/chosen-ipv4";
import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { refuse } from "@/lib/refusal";
import { mailInvitation, mailIt } from "./mail-invitation";
import { makeDevice, type MadeDevice } from "./make-device";
import { makeInvitation, type MadeInvitation } from "./make-invitation";
import { noteSearchTerms } from "./note-search-terms";
import { deviceName, lineOfText, newUsername, optionalEmail } from "./naming";

export const OnboardBody = z.strictObject({
  username: newUsername,
  name: lineOfText("The name"),
  email: optionalEmail,
  device: deviceName.nullish().transform((name) => name ?? null),
  /** The pair to give the device, by its IPv4 address; the next free one where it is left out. */
  ipv4: chosenIpv4.nullish(),
  /** Whether the device's link is mailed to the user as well. */
  mail: mailIt,
});

export type Onboarded = { username: string; device: MadeDevice | null; invitation: MadeInvitation | null };

/** Adds a user, and with a device name the device, its pair and its invitation: all or nothing. The link is in this answer only. */
export function onboard(ctx: Context, body: z.output<typeof OnboardBody>): Promise<Committed<Onboarded>> {
  if (body.ipv4 && !body.device)
    refuse("invalid", "An address is a device's: name the first device too, or leave the address out.", "ipv4");
  if (body.mail && !body.device) refuse("invalid", "A link is a device's: name the first device too, or leave the mail out.", "mail");
  return commit(ctx, "users.write", async (tx) => {
    const createdAt = ctx.now();
    const inserted = await tx.$queryRaw<{ id: string }[]>`
      INSERT INTO "user" (id, username, name, email, created_at) VALUES (gen_random_uuid(), ${body.username}, ${body.name}, ${body.email}, ${createdAt})
      ON CONFLICT (username) DO NOTHING RETURNING id`;
    const id =
      inserted[0]?.id ??
      refuse("taken", `The username ${body.username} is taken, and a username belongs to one person for ever. Choose another.`, "username");
    await noteSearchTerms(tx, id, body);
    const device = body.device ? await makeDevice(tx, ctx, { id, username: body.username }, body.device, body.ipv4 ?? null) : null;
    const invitation = device ? await makeInvitation(tx, ctx, device.id) : null;
    if (body.mail && device && invitation) await mailInvitation(tx, ctx, body, device.name, invitation);
    return {
      value: { username: body.username, device, invitation },
      answer: { username: body.username, device, invitation: null },
      audit: {
        action: "user.add",
        subject: `user ${body.username}`,
        details: {
          name: body.name,
          email: body.email,
          device: device?.name,
          ipv4: device?.ipv4,
          ipv6: device?.ipv6,
          ...(body.mail ? { mailed: true } : {}),
        },
      },
      nodes: "need not",
    };
  });
}
