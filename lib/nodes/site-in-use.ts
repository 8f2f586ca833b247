/** Why a site cannot be removed, or null. The page says the same before anybody asks. Pure. */
export function whySiteStays(
  name: string,
  { nodes, balancers, last }: { nodes: readonly string[]; balancers: readonly string[]; last: boolean },
): string | null {
  const inUse = [
    ...(nodes.length > 0 ? [`${nodes.length === 1 ? "the node" : "the nodes"} ${nodes.join(", ")}`] : []),
    ...(balancers.length > 0 ? [`${balancers.length === 1 ? "the balancer" : "the balancers"} ${balancers.join(", ")}`] : []),
  ];
  if (inUse.length > 0) return `${name} has ${inUse.join(" and ")}. Move or remove them first.`;
  return last ? `${name} is the only site, and a cluster stands somewhere. Add another first, or rename this one.` : null;
}
