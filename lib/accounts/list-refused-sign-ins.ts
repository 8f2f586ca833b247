import { z } from "zod";
import { Prisma } from "@/generated/prisma/client";
import type { Context } from "@/lib/core/context";
import { PAGE_SIZE, pageOf, type Paged } from "@/lib/core/cursor";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { readInOrder } from "@/lib/db/read-in-order";
import { timeCursor } from "./time-cursor";

/** An attempt is written down before it is made, and taken back when it succeeds: by then it is over. */
const UNDER_WAY_MS = 10_000;

export const RefusedSignInsQuery = z.strictObject({
  account: z.uuid("account must be the id of an account.").optional(),
  cursor: z.string().max(2_000).optional(),
});

export const RefusedSignInsAnswer = z.object({
  rows: z.array(
    z.object({
      id: z.uuid(),
      at: z.iso.datetime(),
      source: z.string().nullable().describe("The address that it came from."),
      account: z.uuid().nullable().describe("The account whose e-mail address was given; null where it is nobody's."),
      email: z.string().nullable().describe("That account's e-mail address. What else was typed is not kept: it may be a password."),
    }),
  ),
  next: z.string().nullable(),
  previous: z.string().nullable(),
});
export type RefusedSignIn = { id: string; at: Date; source: string | null; account: string | null; email: string | null };

/** Sign-ins that were refused, and passwords that were not changed because the current one was wrong: of 90 days, the newest first. */
export async function listRefusedSignIns(ctx: Context, asked: z.output<typeof RefusedSignInsQuery> = {}): Promise<Paged<RefusedSignIn>> {
  demand(ctx.actor, "audit.read");
  const cursor = timeCursor(asked.cursor);
  const way = cursor?.back ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const beyond = cursor
    ? Prisma.sql`(e.at, e.id) ${cursor.back ? Prisma.sql`>` : Prisma.sql`<`} (${cursor.at}, ${cursor.id}::uuid)`
    : Prisma.sql`true`;
  // Each by its own index: nothing else has an account.
  const whose = asked.account ? Prisma.sql`account_id = ${asked.account}::uuid` : Prisma.sql`kind = 'sign-in.refused'`;
  const rows = await db().$transaction(async (tx) => {
    await readInOrder(tx);
    return tx.$queryRaw<RefusedSignIn[]>`
      SELECT e.id::text AS id, e.at, e.source, e.account_id::text AS account, u.email
      FROM (SELECT * FROM security_event e
        WHERE ${whose} AND at < ${new Date(ctx.now().getTime() - UNDER_WAY_MS)} AND ${beyond}
        ORDER BY at ${way}, id ${way} LIMIT ${PAGE_SIZE + 1}) e
        LEFT JOIN account a ON a.id = e.account_id LEFT JOIN auth_user u ON u.id = a.auth_user_id
      ORDER BY e.at ${way}, e.id ${way}`;
  });
  return pageOf(rows, PAGE_SIZE, cursor, (row) => [row.at.toISOString(), row.id]);
}
