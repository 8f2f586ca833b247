import { z } from "zod";
import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { refuse } from "@/lib/refusal";
import { lockUser } from "@/lib/users/lock-user";
import { whyNot } from "@/lib/users/why-not";
import { cutOffDevices } from "./cut-off-device";

export const OffboardBody = z.strictObject({ confirm: z.string({ error: "Type the username to confirm." }) });

export type Offboarded = { username: string; devices: number; commonNames: string[] };

/** Ends a person's access everywhere: both barriers, every VPN session, and a receipt from each node (I6). Asks for the username. */
export function offboardUser(ctx: Context, username: string, body: z.output<typeof OffboardBody>): Promise<Committed<Offboarded>> {
  return commit(ctx, "users.write", async (tx) => {
    const user = await lockUser(tx, username);
    if (body.confirm !== user.username) refuse("invalid", `Type the username ${user.username} to confirm.`, "confirm");
    const reason = whyNot(user, "offboard");
    if (reason) refuse("state", reason);
    const devices = await tx.device.findMany({ where: { userId: user.id, removedAt: null }, select: { id: true, name: true } });
    const cut = await cutOffDevices(
      tx,
      ctx,
      devices.map((device) => device.id),
      "cessationOfOperation",
    );
    await tx.user.update({ where: { id: user.id }, data: { state: "offboarded", offboardedAt: ctx.now() } });
    const value = { username, devices: devices.length, commonNames: cut.commonNames };
    return {
      value,
      answer: (revision) => ({ ...value, revision: revision.toString() }),
      audit: {
        action: "user.offboard",
        subject: `user ${username}`,
        details: { devices: devices.map((device) => device.name).sort(), serials: cut.serials },
      },
      nodes: "must see",
      atRevision: async (later, revision) => {
        await later.user.update({ where: { id: user.id }, data: { offboardRevision: revision } });
        await cut.atRevision(later, revision);
      },
    };
  });
}
