import { Client } from "pg";
import { env } from "@/lib/env";
import { log } from "@/lib/log";

/** The channel on which every commit that somebody may wait for says so. */
export const CHANNEL = "homeport";

/** What is said on it that only those who wait for it hear, beside the revisions: orders for one node. */
export const ordersFor = (nodeId: string): string => `orders ${nodeId}`;

type Waiter = { wake: () => void; topic: string | undefined };
type Listener = { waiting: Set<Waiter>; client?: Client; connecting?: Promise<void> };
const process_ = globalThis as typeof globalThis & { homeportListener?: Listener };

function listener(): Listener {
  process_.homeportListener ??= { waiting: new Set() };
  return process_.homeportListener;
}

function wakeAll(): void {
  const { waiting } = listener();
  const woken = [...waiting];
  waiting.clear();
  for (const { wake } of woken) wake();
}

/** An order for one node is nobody else's matter; whoever waits for orders hears of revisions, because its token may have died. */
function heard(said: string | undefined): void {
  const order = said?.startsWith("orders ") ?? false;
  for (const { wake, topic } of listener().waiting) if (topic === undefined ? !order : topic === said || said === "revision") wake();
}

/** One LISTEN connection a process feeds everybody who waits. */
async function connect(): Promise<void> {
  const state = listener();
  if (state.client) return;
  state.connecting ??= (async () => {
    const client = new Client({
      connectionString: env().databaseUrl,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
      keepAliveInitialDelayMillis: 5_000,
      query_timeout: 2_000,
      application_name: "homeport-listen",
    });
    const lost = (error?: Error) => {
      clearInterval(looking);
      if (state.client === client) state.client = undefined;
      if (error) log("warn", "listen.lost", { error: error.message });
      void client.end().catch(() => undefined);
      wakeAll(); // whoever waits asks again, so that nothing is missed (I13)
    };
    // Something between us and the database may forget a quiet connection without a word: then nobody would be woken.
    const looking = setInterval(() => void client.query("SELECT 1").catch(lost), 5_000);
    looking.unref();
    client.on("error", lost);
    client.on("end", () => lost());
    client.on("notification", ({ payload }) => heard(payload));
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
    } catch (error) {
      lost();
      throw error;
    }
    state.client = client;
  })().finally(() => {
    state.connecting = undefined;
  });
  await state.connecting;
}

/**
 * Waits for the next commit. Take the wait before reading what you compare with, or a commit between the two is missed (I13):
 * `const change = nextChange(ms); if (nothing new) await change.promise`.
 * Resolves also when the time is over, the signal aborts or the connection is lost. With a topic it waits for that and for revisions only.
 */
export async function nextChange(
  milliseconds: number,
  signal?: AbortSignal,
  topic?: string,
): Promise<{ promise: Promise<void>; cancel: () => void }> {
  await connect();
  let cancel = () => {};
  const promise = new Promise<void>((resolve) => {
    const { waiting } = listener();
    const done = () => {
      clearTimeout(timer);
      waiting.delete(waiter);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const waiter: Waiter = { wake: done, topic };
    const timer = setTimeout(done, milliseconds);
    waiting.add(waiter);
    signal?.addEventListener("abort", done, { once: true });
    if (signal?.aborted) done();
    cancel = done;
  });
  return { promise, cancel };
}

/** Wakes everybody in this process, so that a portal that stops need not wait for its long polls. */
export function releaseWaiting(): void {
  wakeAll();
}

export async function closeListener(): Promise<void> {
  await process_.homeportListener?.client?.end();
  process_.homeportListener = undefined;
}
