import type { Settings } from "@/generated/prisma/client";
import { db, type Tx } from "@/lib/db/client";

export type { Settings };

/** What an admin has chosen; the row is there from the first migration on. */
export function readSettings(tx: Tx = db()): Promise<Settings> {
  return tx.settings.findUniqueOrThrow({ where: { id: 1 } });
}
