// Who stands where in the laboratory: the article's three data centres, two of them behind one balancer. Pure.

export type SitePlan = { name: "DC1" | "DC2" | "DC3"; balanced: boolean };
export type NodePlan = {
  number: number;
  name: string;
  site: SitePlan["name"];
  /** Behind the balancer, or with a public address of its own. */
  balanced: boolean;
  /** Where OpenVPN listens, and the node's way out. */
  address: string;
  gateway: string;
  /** Towards the company. */
  inside: { ipv4: string; ipv6: string };
};

export const SITES: readonly SitePlan[] = [
  { name: "DC1", balanced: true },
  { name: "DC2", balanced: true },
  { name: "DC3", balanced: false },
];
export const BALANCER = { name: "lb1", address: "198.51.100.10", port: 1194 };
export const GATEWAYS = { DC1: "10.1.0.1", DC2: "10.2.0.1", DC3: BALANCER.address } as const;
/** The router between nodes and company, on both sides. */
export const CORE = {
  nodes: { ipv4: "10.10.0.1", ipv6: "fd00:10::1" },
  company: { ipv4: "10.20.0.1", ipv6: "fd00:20::1" },
  as: 65_000,
};
export const NODES_AS = 65_001;
/** What the company's network has, and its host there. It has more addresses, so that flows can differ. */
export const COMPANY = { ipv4: "10.20.0.0/24", ipv6: "fd00:20::/64" };
export const BACKEND = { ipv4: "10.20.0.10", ipv6: "fd00:20::10" };
export const FLOWS = Array.from({ length: 8 }, (_, k) => ({ ipv4: `10.20.0.${10 + k}`, ipv6: `fd00:20::${10 + k}` }));

export const MOST = { nodes: 12, clients: 180, people: 5000 };

/** The first third of the nodes stands in DC1, the second in DC2, the last in DC3. */
export function planNodes(count: number): NodePlan[] {
  return Array.from({ length: count }, (_, index) => {
    const number = index + 1;
    const site = SITES[Math.ceil((3 * number) / count) - 1] ?? { name: "DC3" as const, balanced: false };
    const host = 20 + number;
    const network = { DC1: "10.1.0", DC2: "10.2.0", DC3: "198.51.100" }[site.name];
    return {
      number,
      name: `vpn${number}`,
      site: site.name,
      balanced: site.balanced,
      address: `${network}.${host}`,
      gateway: GATEWAYS[site.name],
      inside: { ipv4: `10.10.0.${host}`, ipv6: `fd00:10::${host}` },
    };
  });
}

/** A client's public address; `number` counts from 1. */
export const clientAddress = (number: number): string => `198.51.100.${50 + number}`;
