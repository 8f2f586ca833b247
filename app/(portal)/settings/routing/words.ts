export const PROTOCOLS = { none: "None: leave FRR alone", ospf: "OSPF and OSPFv3", bgp: "BGP" } as const;

const LABELS: Readonly<Record<string, string>> = {
  protocol: "Protocol",
  area: "Area",
  helloSeconds: "Hello interval",
  deadSeconds: "Dead interval",
  keyId: "Key ID",
  ospfKey: "Key",
  localAs: "AS number of the nodes",
  keepaliveSeconds: "Keepalive interval",
  holdSeconds: "Hold time",
  bgpPassword: "Password",
};

/** How a change of the routing is called: its names are lib/nodes/routing-change.ts's. */
export function routingLabel(name: string): string {
  return LABELS[name] ?? name.replace(/^neighbors of /, "Neighbours of ");
}

export function routingValue(name: string, value: unknown): string {
  if (value === null || value === undefined) return "none";
  if (Array.isArray(value)) return value.length > 0 ? value.join(", ") : "none";
  const text = String(value);
  if (name === "protocol" && text in PROTOCOLS) return text === "none" ? "none" : text.toUpperCase();
  return name.endsWith("Seconds") ? `${text} s` : text;
}

/** What the change means beyond its lines. */
export function routingEffects(changes: readonly { name: string; after: unknown }[]): string[] {
  const after = (name: string) => changes.find((change) => change.name === name)?.after;
  const effects = [];
  if (after("protocol") === "none")
    effects.push("FRR on each node goes back to the configuration that it had before Homeport kept it, and announces no devices any more.");
  if (changes.some(({ name }) => name === "ospfKey" || name === "bgpPassword" || name === "keyId"))
    effects.push("The company’s routers need the same key: until both sides have it, devices cannot be reached through these nodes.");
  return effects;
}
