import type { Prisma } from "@/generated/prisma/client";
import { db, type Tx } from "@/lib/db/client";
import { asRefusal } from "@/lib/db/errors";
import { CHANNEL } from "@/lib/db/listen";
import { chainHash, type AuditFacts } from "./audit";
import { actorName, type Context } from "./context";
import { claimKey, keepAnswer } from "./idempotency";
import { demand, type Permission } from "./permissions";
import { foldTally } from "./tally";
import { refuse } from "@/lib/refusal";

/** What a verb must say, or it does not compile: what came of it, what the audit log says, and whether nodes must hear of it. */
export type Outcome<T> = {
  value: T;
  audit: AuditFacts;
  nodes: "must see" | "need not";
  /** Steps that need the number of the new revision. Runs under the cluster's lock: rows only, no waiting. */
  atRevision?: (tx: Tx, revision: bigint) => Promise<void>;
  /** What a retry with the same idempotency key gets, when `value` holds a secret that is shown once. */
  answer?: Prisma.InputJsonValue | ((revision: bigint) => Prisma.InputJsonValue);
};

export type Committed<T> = { value: T; revision: bigint; replayed: false } | { value: Prisma.JsonValue; revision: bigint; replayed: true };

type ClusterRow = { revision: bigint; audit_seq: bigint; audit_head: string };

/**
 * The one door for writes: one transaction holds the rows, the audit entry, the revision and the NOTIFY.
 * Lock order: entity rows in id order, then the issuing authority (CRL), the cluster's row last.
 */
export async function commit<T>(ctx: Context, permission: Permission, work: (tx: Tx) => Promise<Outcome<T>>): Promise<Committed<T>> {
  demand(ctx.actor, permission);
  try {
    return await db().$transaction(async (tx) => {
      const before = await claimKey(tx, ctx);
      if (before) return { value: before.answer, revision: 0n, replayed: true };
      const outcome = await work(tx);
      const revision = await chain(tx, ctx, outcome.audit, outcome.nodes === "must see");
      await outcome.atRevision?.(tx, revision);
      if (ctx.idempotency) await keepAnswer(tx, ctx, answerOf(outcome, revision));
      return { value: outcome.value, revision, replayed: false };
    });
  } catch (error) {
    throw asRefusal(error);
  }
}

function answerOf<T>({ answer, value }: Outcome<T>, revision: bigint): Prisma.InputJsonValue {
  if (answer === undefined) return plain(value);
  // JSON has no functions: what is one is ours.
  return typeof answer === "function" ? (answer as (revision: bigint) => Prisma.InputJsonValue)(revision) : answer;
}

/** Takes the cluster's lock, writes the audit entry, moves the revision, and wakes whoever waits. Returns the revision in force. */
async function chain(tx: Tx, ctx: Context, facts: AuditFacts, moves: boolean): Promise<bigint> {
  const [cluster] = await tx.$queryRaw<ClusterRow[]>`SELECT revision, audit_seq, audit_head FROM cluster WHERE id = 1 FOR UPDATE`;
  if (!cluster) refuse("state", "The portal is not set up yet. Open the setup link that the start command printed.");
  const revision = moves ? cluster.revision + 1n : cluster.revision;
  const entry = {
    seq: cluster.audit_seq + 1n,
    at: ctx.now(),
    actor: actorName(ctx.actor),
    action: facts.action,
    subject: facts.subject,
    details: plain(facts.details ?? {}),
    source: ctx.source,
    previous: cluster.audit_head,
  };
  const hash = chainHash(entry);
  await tx.auditEntry.create({ data: { ...entry, hash } });
  await foldTally(tx);
  await tx.cluster.update({ where: { id: 1 }, data: { revision, auditSeq: entry.seq, auditHead: hash } });
  await tx.$executeRaw`SELECT pg_notify(${CHANNEL}, ${moves ? "revision" : "change"})`;
  return revision;
}

/** The value as JSON would carry it: dates and big numbers as text. */
function plain(value: unknown): Prisma.InputJsonValue {
  // JSON.parse of our own JSON.stringify can only be JSON.
  return JSON.parse(
    JSON.stringify(value ?? null, (_key, item: unknown) => (typeof item === "bigint" ? item.toString() : item)),
  ) as Prisma.InputJsonValue;
}
