import { PrismaPg } from "@prisma/adapter-pg";
import { type Prisma, PrismaClient } from "@/generated/prisma/client";
import { env } from "@/lib/env";

/** What a step gets: the client inside one transaction. */
export type Tx = Prisma.TransactionClient;

// Next bundles routes, pages and instrumentation apart: what a process has once hangs on globalThis.
const process_ = globalThis as typeof globalThis & { homeportPrisma?: PrismaClient };

export function db(): PrismaClient {
  process_.homeportPrisma ??= new PrismaClient({
    // pg waits for ever for a connection unless told otherwise.
    adapter: new PrismaPg({ connectionString: env().databaseUrl, max: 12, connectionTimeoutMillis: 8_000 }),
    transactionOptions: { maxWait: 20_000, timeout: 30_000 },
  });
  return process_.homeportPrisma;
}

export async function closeDb(): Promise<void> {
  await process_.homeportPrisma?.$disconnect();
  process_.homeportPrisma = undefined;
}
