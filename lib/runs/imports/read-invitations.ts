import { z } from "zod";
import type { Context } from "@/lib/core/context";
import { decodeCursor, PAGE_SIZE, pageOf, WHOLE_KEY, type Paged } from "@/lib/core/cursor";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { invitationState } from "@/lib/users/invitation";
import { Prisma } from "@/generated/prisma/client";

export const InvitedRow = z.object({
  n: z.number().int(),
  username: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  device: z.string(),
  /** What became of the newest link; "none" where there was never one. */
  state: z.enum(["none", "open", "used", "withdrawn", "expired"]),
  expiresAt: z.iso.datetime().nullable(),
  remindedAt: z.iso.datetime().nullable(),
});
export type InvitedRow = Omit<z.output<typeof InvitedRow>, "expiresAt" | "remindedAt"> & {
  expiresAt: Date | null;
  remindedAt: Date | null;
};
export type InvitedCounts = { devices: number; invited: number; used: number };

type Found = Omit<InvitedRow, "state" | "device"> & { device: string | null; usedAt: Date | null; withdrawnAt: Date | null };

/** Whether somebody has made their profile with any link of the device. */
const used = Prisma.sql`EXISTS (SELECT 1 FROM invitation u WHERE u.device_id = d.id AND u.used_at IS NOT NULL)`;

/** Those whom an import added with a device, and what became of their links; `unused`: only those who have not used theirs. */
export async function readInvitations(
  ctx: Context,
  id: string,
  { unused = false, cursor }: { unused?: boolean; cursor?: string | null } = {},
): Promise<Paged<InvitedRow> & { counts: InvitedCounts }> {
  demand(ctx.actor, "users.read");
  const at = decodeCursor(cursor, WHOLE_KEY);
  const n = Number(at?.keys[0] ?? 0);
  const beyond = at ? (at.back ? Prisma.sql`AND r.n < ${n}` : Prisma.sql`AND r.n > ${n}`) : Prisma.empty;
  const found = await db().$queryRaw<Found[]>`
    SELECT r.n, u.username, u.name, u.email, d.name AS device,
      i.expires_at AS "expiresAt", i.reminded_at AS "remindedAt", i.withdrawn_at AS "withdrawnAt",
      (SELECT min(x.used_at) FROM invitation x WHERE x.device_id = d.id) AS "usedAt"
    FROM run_item r JOIN device d ON d.id = (r.result->>'deviceId')::uuid JOIN "user" u ON u.id = d.user_id
      LEFT JOIN LATERAL (SELECT * FROM invitation j WHERE j.device_id = d.id ORDER BY j.created_at DESC LIMIT 1) i ON true
    WHERE r.run_id = ${id}::uuid AND r.state = 'done' ${beyond} ${unused ? Prisma.sql`AND NOT ${used}` : Prisma.empty}
    ORDER BY r.n ${at?.back ? Prisma.sql`DESC` : Prisma.sql`ASC`} LIMIT ${PAGE_SIZE + 1}`;
  const page = pageOf(found, PAGE_SIZE, at, (row) => [row.n]);
  const now = ctx.now();
  return {
    ...page,
    rows: page.rows.map(({ usedAt, withdrawnAt, ...row }) => ({
      ...row,
      device: row.device ?? "",
      state: row.expiresAt ? invitationState({ expiresAt: row.expiresAt, usedAt, withdrawnAt }, now) : "none",
    })),
    counts: await countInvitations(id),
  };
}

async function countInvitations(id: string): Promise<InvitedCounts> {
  const [row] = await db().$queryRaw<InvitedCounts[]>`
    SELECT count(*)::int AS devices,
      (count(*) FILTER (WHERE EXISTS (SELECT 1 FROM invitation i WHERE i.device_id = d.id)))::int AS invited,
      (count(*) FILTER (WHERE ${used}))::int AS used
    FROM run_item r JOIN device d ON d.id = (r.result->>'deviceId')::uuid
    WHERE r.run_id = ${id}::uuid AND r.state = 'done'`;
  return row ?? { devices: 0, invited: 0, used: 0 };
}
