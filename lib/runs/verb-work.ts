import type { Prisma, Run } from "@/generated/prisma/client";
import type { Context } from "@/lib/core/context";
import type { Tx } from "@/lib/db/client";

/** One of a run's items, as it was asked. */
export type Item = { n: number; input: unknown };
export type ItemOutcome = { n: number; done: true; result?: Prisma.InputJsonValue } | { n: number; done: false; sentence: string };

/** What became of at most 200 items in one transaction, and what the audit log says of it: `details` name everybody. */
export type SliceOutcome = {
  outcomes: ItemOutcome[];
  action: string;
  details: Record<string, unknown>;
  nodes: "must see" | "need not";
  atRevision?: (tx: Tx, revision: bigint) => Promise<void>;
};

/** Step: does these items in the caller's transaction. What cannot be done is an outcome; what is thrown undoes all of them. */
export type VerbWork = (tx: Tx, ctx: Context, run: Run, items: readonly Item[]) => Promise<SliceOutcome>;
