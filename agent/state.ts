// What the node holds between two lives of the agent. Each file is parsed when read: a damaged one counts as missing.
import { z } from "zod";
import { NodeSettings } from "../lib/nodes/node-settings";
import { readText, writeFile } from "./write-file";

const ServedCrl = z.object({
  issuer: z.string(),
  number: z.string(),
  thisUpdate: z.string(),
  nextUpdate: z.string(),
  sha256: z.string(),
  count: z.number(),
});

export const NodeState = z.object({
  epoch: z.number().int(),
  revision: z.number().int(),
  /** Of the signed bundle in force, and of the files on disk: they differ while a CRL is refused. */
  digest: z.string(),
  liveDigest: z.string(),
  crls: z.array(ServedCrl),
  /** Why the bundle's CRL is not in place, or null. */
  crlRefused: z.string().nullable(),
  audit: z.object({ seq: z.number(), hash: z.string() }),
  appliedAt: z.string(),
  /** What the signed bundle in force says beside its files; an agent before 0.3 did not keep it. */
  settings: NodeSettings.nullable().default(null),
});
export type NodeState = z.infer<typeof NodeState>;

export const Identity = z.object({
  portal: z.string(),
  node: z.string(),
  cluster: z.string(),
  nodeToken: z.string(),
  bundleKey: z.string(),
  pin: z.string(),
  epoch: z.number().int(),
  enrolledAt: z.string(),
  supervisor: z.enum(["systemd", "child"]),
  /** The pathspace of this node's FRR. */
  frr: z.string().nullable().default(null),
});
export type Identity = z.infer<typeof Identity>;

export function readState<T>(path: string, schema: z.ZodType<T>): T | null {
  const text = readText(path);
  if (text === null) return null;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

export function writeState(path: string, value: unknown, durable = true): void {
  writeFile(path, `${JSON.stringify(value)}\n`, { durable });
}
