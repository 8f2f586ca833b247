import { readdir } from "node:fs/promises";
import path from "node:path";
import { kekId } from "@/lib/core/seal";
import { getSecret } from "@/lib/core/secrets";
import { db } from "@/lib/db/client";
import { env } from "@/lib/env";

export type Health = { live: true; ready: boolean; setUp: boolean; problems: string[] };

const CRL_TOO_OLD = 2 * 3_600_000;

/** Ready while the database answers, its migrations are this code's, the key opens its secrets, and the CRL was signed within 2 h. */
export async function readHealth(now: Date): Promise<Health> {
  const problems: string[] = [];
  let setUp = false;
  try {
    setUp = (await db().cluster.count()) > 0;
    if (await migrationsAreMissing()) problems.push("Migrations are missing: start the portal with the start command, which applies them.");
    const keyring = await db().keyring.findUnique({ where: { id: 1 } });
    if (keyring && keyring.kekId !== kekId(env().kek)) problems.push("The key-encryption key is not this database's.");
    if (setUp) {
      if (!(await opens())) problems.push("The key-encryption key does not open the secrets in the database.");
      const crl = await db().crl.findFirst({ orderBy: { signedAt: "asc" } });
      if (!crl) problems.push("There is no CRL.");
      else if (now.getTime() - crl.signedAt.getTime() > CRL_TOO_OLD)
        problems.push(`The CRL was signed ${crl.signedAt.toISOString()}, more than two hours ago.`);
    }
  } catch {
    problems.push("The database does not answer.");
  }
  return { live: true, ready: problems.length === 0, setUp, problems };
}

async function opens(): Promise<boolean> {
  try {
    return (await getSecret("bundle-signing-key")) !== null;
  } catch {
    return false;
  }
}

async function migrationsAreMissing(): Promise<boolean> {
  const ours = (await readdir(path.join(process.cwd(), "prisma", "migrations"), { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  const applied = await db().$queryRaw<
    { migration_name: string }[]
  >`SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL`;
  const names = new Set(applied.map((row) => row.migration_name));
  return ours.some((name) => !names.has(name));
}
