import { actorName, type Context } from "@/lib/core/context";
import { readSettings } from "@/lib/core/settings";
import { newToken } from "@/lib/core/token";
import type { Tx } from "@/lib/db/client";
import { env } from "@/lib/env";

export type Link = { deviceId: string; link: string; expiresAt: Date };

/** Step: an invitation for each device, in two statements; whatever was open for one is withdrawn. The callers have its users locked. */
export async function makeInvitations(tx: Tx, ctx: Context, deviceIds: readonly string[], reminder = false): Promise<Link[]> {
  if (deviceIds.length === 0) return [];
  const { invitationHours } = await readSettings(tx);
  const createdAt = ctx.now();
  const expiresAt = new Date(createdAt.getTime() + invitationHours * 3_600_000);
  const ids = [...deviceIds];
  await tx.$executeRaw`
    UPDATE invitation SET withdrawn_at = ${createdAt} WHERE device_id = ANY(${ids}::uuid[]) AND used_at IS NULL AND withdrawn_at IS NULL`;
  const made = ids.map((deviceId) => ({ deviceId, ...newToken(ctx.random) }));
  await tx.$executeRaw`
    INSERT INTO invitation (id, device_id, token_hash, created_at, created_by, expires_at, reminded_at)
    SELECT gen_random_uuid(), i.device_id, i.token_hash, ${createdAt}, ${actorName(ctx.actor)}, ${expiresAt}, ${reminder ? createdAt : null}
    FROM unnest(${ids}::uuid[], ${made.map((one) => one.hash)}::text[]) AS i(device_id, token_hash)`;
  return made.map(({ deviceId, token }) => ({ deviceId, link: `${env().url.origin}/invitation#${token}`, expiresAt }));
}
