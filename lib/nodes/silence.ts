/** Nodes report every 10 s; after this long without a word the portal calls one silent. */
export const SILENT_AFTER_MS = 45_000;

export function isSilent(node: { reportedAt: Date | null; enrolledAt: Date | null }, now: Date): boolean {
  const last = node.reportedAt ?? node.enrolledAt;
  return last !== null && now.getTime() - last.getTime() > SILENT_AFTER_MS;
}
