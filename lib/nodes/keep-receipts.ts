import type { Tx } from "@/lib/db/client";
import type { ReceiptBody } from "./bundle";

/** A node's clock may have been set back since: what it says happened, happened before it said so. */
function notAfter(time: string, now: Date): Date {
  return new Date(Math.min(new Date(time).getTime(), now.getTime()));
}

/**
 * Step: a receipt belongs to one removal of one name; a name that was suspended, resumed and removed again has one for each. The first
 * word on "refused" and on "clear" stays: a receipt is a fact. Returns the names whose receipts are complete here, or of no removal that
 * the portal knows: both sides forget these.
 */
export async function keepReceipts(
  tx: Tx,
  nodeId: string,
  receipts: readonly ReceiptBody[],
  now: Date,
): Promise<{ acknowledged: string[]; changed: boolean }> {
  if (receipts.length === 0) return { acknowledged: [], changed: false };
  const names = [...new Set(receipts.map((receipt) => receipt.commonName))];
  const key = (one: { commonName: string; revision: bigint | number }) => `${one.revision} ${one.commonName}`;
  const removed = new Set(
    (await tx.removal.findMany({ where: { commonName: { in: names } }, select: { commonName: true, revision: true } })).map(key),
  );
  const stored = new Map((await tx.receipt.findMany({ where: { nodeId, commonName: { in: names } } })).map((row) => [key(row), row]));
  const acknowledged: string[] = [];
  let changed = false;
  for (const receipt of receipts) {
    const { commonName } = receipt;
    const revision = BigInt(receipt.revision);
    const row = stored.get(key(receipt));
    if (!removed.has(key(receipt))) {
      acknowledged.push(commonName);
      continue;
    }
    const clear = receipt.clearAt ? { clearAt: notAfter(receipt.clearAt, now), clearReceivedAt: now } : {};
    if (!row) {
      const { barriers } = receipt;
      const refusedAt = notAfter(receipt.refusedAt, now);
      const data = { nodeId, commonName, revision, barriers, refusedAt, refusedReceivedAt: now, ...clear };
      stored.set(key(receipt), await tx.receipt.create({ data }));
      changed = true;
    } else if ((!row.clearAt && receipt.clearAt) || (row.barriers !== "both" && receipt.barriers === "both")) {
      // The second barrier may follow; what stood is not taken back.
      const barriers = row.barriers === "both" ? "both" : receipt.barriers;
      stored.set(
        key(receipt),
        await tx.receipt.update({
          where: { nodeId_commonName_revision: { nodeId, commonName, revision } },
          data: { barriers, ...(row.clearAt ? {} : clear) },
        }),
      );
      changed = true;
    }
    if (receipt.clearAt) acknowledged.push(commonName);
  }
  return { acknowledged, changed };
}
