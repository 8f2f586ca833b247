// Where a client comes from, as its node sees it. Pure.

type Hiding = { name: string; ownAddresses: readonly string[] };

/** "203.0.113.5:1194" and "[2001:db8::5]:1194" without the port; OpenVPN 2.6 has none behind an IPv6 address (fact 50). */
export function hostOf(source: string): string {
  const bracketed = /^\[([^\]]+)\]/.exec(source);
  return bracketed?.[1] ?? source.replace(/^([^:]*):\d+$/, "$1");
}

/** The balancer that the node sees instead of the client; null where it sees the client. */
export function viaBalancer(source: string | null, balancers: readonly Hiding[]): string | null {
  if (source === null) return null;
  const host = hostOf(source);
  return balancers.find(({ ownAddresses }) => ownAddresses.includes(host))?.name ?? null;
}
