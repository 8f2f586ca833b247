import pg from "pg";
import PgBoss from "pg-boss";
import type { Tx } from "@/lib/db/client";
import { CHANNEL } from "@/lib/db/listen";
import { env } from "@/lib/env";
import { log } from "@/lib/log";

/** The queues that take jobs (lib/mail/queues.json); what is given up goes to the one of the same name with `-dead`. */
export type QueueName = "mail" | "webhook";

type Queue = { boss: PgBoss; pool: pg.Pool };
const process_ = globalThis as typeof globalThis & { homeportQueue?: Queue };

/** One a process, on a small pool of its own that opens when it is first used. The start command has made the schema (scripts/database/queue.mjs). */
function queue(): Queue {
  if (process_.homeportQueue) return process_.homeportQueue;
  const pool = new pg.Pool({
    connectionString: env().databaseUrl,
    max: 2,
    connectionTimeoutMillis: 8_000,
    query_timeout: 20_000,
    application_name: "homeport-queue",
    allowExitOnIdle: true,
  });
  pool.on("error", (error) => log("warn", "queue.connection", { error: error.message }));
  const boss = new PgBoss({
    db: { executeSql: (text, values) => pool.query(text, values) },
    // What was sent is forgotten soon; what was given up is shown for two weeks.
    archiveCompletedAfterSeconds: 3_600,
    archiveFailedAfterSeconds: 14 * 86_400,
    deleteAfterDays: 1,
    supervise: false,
    schedule: false,
    migrate: false,
  });
  boss.on("error", (error) => log("warn", "queue.failed", { error }));
  process_.homeportQueue = { boss, pool };
  return process_.homeportQueue;
}

export const boss = (): PgBoss => queue().boss;

/** Before a fail: what cannot be done is not tried again, and goes to the dead letters now. */
export async function giveUpAtOnce(name: QueueName, id: string): Promise<void> {
  await queue().pool.query("UPDATE pgboss.job SET retry_limit = retry_count WHERE name = $1 AND id = $2", [name, id]);
}

/** Pages that show what waits look again. */
export async function tellPages(): Promise<void> {
  await queue().pool.query("SELECT pg_notify($1, 'change')", [CHANNEL]);
}

/** Jobs whose portal has died come back, what is done is put away, and old rows go. Asked every minute by any portal. */
export async function tidyQueue(): Promise<void> {
  await queue().boss.maintain();
}

export async function closeQueue(): Promise<void> {
  await process_.homeportQueue?.pool.end();
  process_.homeportQueue = undefined;
}

/** Step: puts jobs into a queue of the same database in the caller's transaction; nothing of them survives a rollback. */
export async function enqueue(tx: Tx, name: QueueName, jobs: readonly object[]): Promise<void> {
  if (jobs.length === 0) return;
  const executeSql = async (text: string, values: unknown[]) => {
    const inserted = await tx.$executeRawUnsafe(text, ...values.map((value) => value ?? null));
    // pg-boss says nothing of jobs for a queue that is not there.
    if (inserted !== jobs.length) throw new Error(`The queue ${name} is missing: the start command makes it.`);
    return { rows: [] };
  };
  await boss().insert(
    jobs.map((data) => ({ name, data })),
    { db: { executeSql } },
  );
}
