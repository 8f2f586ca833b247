type Facts = {
  /** The revision that no longer admits these names. */
  revision: bigint;
  names: readonly string[];
  /** Those that count: neither removed nor set aside. */
  nodes: readonly { id: string; enrolledRevision: bigint | null }[];
  receipts: readonly { nodeId: string; commonName: string; revision: bigint; refusedReceivedAt: Date }[];
};

/**
 * When the last node had refused the last of these names, by the portal's clock; "waiting" while one has not. Null where no node owed or
 * gave a word. Nodes that enrolled later never admitted them and owe nothing. Pure.
 */
export function whenRefused({ revision, names, nodes, receipts }: Facts): Date | null | "waiting" {
  const told = receipts.filter((receipt) => receipt.revision === revision && names.includes(receipt.commonName));
  const owing = nodes.filter(({ enrolledRevision }) => enrolledRevision !== null && enrolledRevision < revision);
  const has = (nodeId: string, commonName: string) => told.some((one) => one.nodeId === nodeId && one.commonName === commonName);
  if (owing.some(({ id }) => names.some((name) => !has(id, name)))) return "waiting";
  return told.reduce<Date | null>((last, { refusedReceivedAt: at }) => (last && last > at ? last : at), null);
}
