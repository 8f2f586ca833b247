import type { Tx } from "@/lib/db/client";
import type { Context } from "@/lib/core/context";
import { readSettings } from "@/lib/core/settings";
import { giveTo, takeFreePair, takePair } from "@/lib/addresses/assign-pair";
import { refuse } from "@/lib/refusal";

export type MadeDevice = { id: string; name: string; ipv4: string; ipv6: string };

/**
 * Step: a device and its pair in one transaction, or neither (I1): the pair that was chosen by its IPv4 address, or the next free one.
 * The caller has the user's row locked, so that no two count the same devices; the database holds the limit as well.
 */
export async function makeDevice(
  tx: Tx,
  ctx: Context,
  user: { id: string; username: string },
  name: string,
  ipv4: string | null = null,
): Promise<MadeDevice> {
  const exists = await tx.device.findUnique({ where: { userId_name: { userId: user.id, name } }, select: { removedAt: true } });
  if (exists) {
    refuse(
      "taken",
      exists.removedAt
        ? `${user.username} had a device ${name}, and its names are never used again. Choose another name, such as ${name.slice(0, 17)}-2.`
        : `${user.username} already has a device ${name}. Choose another name.`,
      "name",
    );
  }
  const { deviceLimit } = await readSettings(tx);
  const present = await tx.device.count({ where: { userId: user.id, removedAt: null } });
  if (present >= deviceLimit) refuse("full", tooManyDevices(user.username, present));
  const pair = ipv4 === null ? await takeFreePair(tx) : await takePair(tx, ipv4);
  const device = await tx.device.create({
    data: { userId: user.id, name, ipv4: pair.ipv4, ipv6: pair.ipv6, createdAt: ctx.now() },
    select: { id: true, name: true, ipv4: true, ipv6: true },
  });
  await giveTo(tx, pair, device.id);
  return device;
}

/** The page says the same before anybody asks. */
export function tooManyDevices(username: string, present: number): string {
  return `${username} has ${present} ${present === 1 ? "device" : "devices"}, which is the limit. Revoke one that is not used, or ask an admin to raise the limit in the settings.`;
}
