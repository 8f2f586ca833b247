import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { db } from "@/lib/db/client";
import { env } from "@/lib/env";
import type { JoinToken } from "@/lib/nodes/add-node";
import { bundleKeyPin, joinCommand } from "@/lib/nodes/join-command";

type AgentFile = { bytes: Buffer<ArrayBuffer>; sha256: string; mtimeMs: number };
const process_ = globalThis as typeof globalThis & { homeportAgentFile?: AgentFile };

/** The node agent, one file, as `npm run build` bundled it. */
export async function agentFile(): Promise<AgentFile> {
  const file = path.join(process.cwd(), "dist", "homeport-agent.mjs");
  const { mtimeMs } = await stat(file);
  if (process_.homeportAgentFile?.mtimeMs !== mtimeMs) {
    const bytes = await readFile(file);
    process_.homeportAgentFile = { bytes, sha256: createHash("sha256").update(bytes).digest("hex"), mtimeMs };
  }
  return process_.homeportAgentFile;
}

/** The join command for a token that was just made; shown once. */
export async function joinCommandFor(
  join: Pick<JoinToken, "token" | "expiresAt">,
  role?: "balancer",
): Promise<{ command: string; expiresAt: Date }> {
  const { sha256 } = await agentFile();
  const cluster = await db().cluster.findUniqueOrThrow({ where: { id: 1 }, select: { bundleKey: true } });
  return {
    command: joinCommand({ portal: env().url.origin, agentSha256: sha256, pin: bundleKeyPin(cluster.bundleKey), token: join.token, role }),
    expiresAt: join.expiresAt,
  };
}
