export type NodeReceipt = {
  name: string;
  silent: boolean;
  reportedAt: Date | null;
  state: "waiting" | "refused" | "clear";
  barriers: "both" | "ccd only" | null;
  /** From the commit to when the portal heard of it, by the portal's clock. */
  refusedAfterMs: number | null;
  clearAfterMs: number | null;
  /** By the node's clock. */
  refusedAt: Date | null;
  clearAt: Date | null;
  /** While a node has not refused, it may admit its old certificates until its CRL ends. */
  mayAdmitUntil: Date | null;
};

type Stored = { barriers: string; refusedAt: Date; refusedReceivedAt: Date; clearAt: Date | null; clearReceivedAt: Date | null };
type NodeFacts = { name: string; silent: boolean; reportedAt: Date | null; crlNextUpdate: Date | null; receipts: readonly Stored[] };

/** One node's word about a removal of `names` common names: as far as its slowest name is. */
export function receiptOf(node: NodeFacts, names: number, committedAt: Date | null): NodeReceipt {
  const { name, silent, reportedAt, receipts } = node;
  const all = receipts.length >= names && names > 0;
  const clear = all && receipts.every((receipt) => receipt.clearAt);
  const latest = (dates: readonly (Date | null)[]): Date | null =>
    dates.reduce((late, date) => (date && (!late || date > late) ? date : late), null);
  const after = (date: Date | null) => (date && committedAt ? Math.max(0, date.getTime() - committedAt.getTime()) : null);
  const refusedReceived = all ? latest(receipts.map((receipt) => receipt.refusedReceivedAt)) : null;
  const clearReceived = clear ? latest(receipts.map((receipt) => receipt.clearReceivedAt)) : null;
  return {
    name,
    silent,
    reportedAt,
    state: clear ? "clear" : all ? "refused" : "waiting",
    barriers: receipts.length === 0 ? null : receipts.every((receipt) => receipt.barriers === "both") ? "both" : "ccd only",
    refusedAfterMs: after(refusedReceived),
    clearAfterMs: after(clearReceived),
    refusedAt: all ? latest(receipts.map((receipt) => receipt.refusedAt)) : null,
    clearAt: clear ? latest(receipts.map((receipt) => receipt.clearAt)) : null,
    mayAdmitUntil: all ? null : node.crlNextUpdate,
  };
}
