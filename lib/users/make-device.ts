import type { Tx } from "@/lib/db/client";
import type { Context } from "@/lib/core/context";
import { giveTo, takeFreePair } from "@/lib/addresses/assign-pair";
import { refuse } from "@/lib/refusal";

export type MadeDevice = { id: string; name: string; ipv4: string; ipv6: string };

/** Step: a device and its pair in one transaction, or neither (I1). The caller has the user's row locked. */
export async function makeDevice(tx: Tx, ctx: Context, user: { id: string; username: string }, name: string): Promise<MadeDevice> {
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
  const pair = await takeFreePair(tx);
  const device = await tx.device.create({
    data: { userId: user.id, name, ipv4: pair.ipv4, ipv6: pair.ipv6, createdAt: ctx.now() },
    select: { id: true, name: true, ipv4: true, ipv6: true },
  });
  await giveTo(tx, pair, device.id);
  return device;
}
