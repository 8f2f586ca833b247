import { PrismaPg } from "@prisma/adapter-pg";
import { type Prisma, PrismaClient } from "@/generated/prisma/client";
import { env } from "@/lib/env";

/** What a step gets: the client inside one transaction. */
export type Tx = Prisma.TransactionClient;

// Next bundles routes, pages and instrumentation apart: what a process has once hangs on globalThis.
const process_ = globalThis as typeof globalThis & { homeportPrisma?: PrismaClient };

export function db(): PrismaClient {
  process_.homeportPrisma ??= new PrismaClient({
    adapter: new PrismaPg({
      connectionString: env().databaseUrl,
      max: 12,
      // pg waits for ever for a connection unless told otherwise.
      connectionTimeoutMillis: 8_000,
      // A portal whose machine vanishes in the middle of a transaction must not keep the cluster's lock for two hours.
      idle_in_transaction_session_timeout: 35_000,
      options: "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3",
    }),
    transactionOptions: { maxWait: 20_000, timeout: 30_000 },
  });
  return process_.homeportPrisma;
}

export async function closeDb(): Promise<void> {
  await process_.homeportPrisma?.$disconnect();
  process_.homeportPrisma = undefined;
}
