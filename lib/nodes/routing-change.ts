// What is different between two routings, as people read it: no key and no password in clear. Pure.
import type { Neighbor, RoutingFacts } from "./routing";
import type { RoutingBody } from "./routing-body";

/** What would be in force after this body: a key or password that it leaves out stays, a site that it leaves out has no neighbours. */
export function routingAfter(before: RoutingFacts, { version: _version, ospfKey, bgpPassword, sites, ...body }: RoutingBody): RoutingFacts {
  const known = new Set(sites.map(({ site }) => site));
  return {
    ...body,
    ospfKey: ospfKey === undefined ? before.ospfKey : ospfKey,
    bgpPassword: bgpPassword === undefined ? before.bgpPassword : bgpPassword,
    // Those of the body first, in its order: a refusal counts them.
    sites: [...sites, ...before.sites.filter(({ site }) => !known.has(site)).map(({ site }) => ({ site, neighbors: [] }))],
  };
}

export type RoutingChange = { name: string; before: unknown; after: unknown };

const PLAIN = ["protocol", "area", "helloSeconds", "deadSeconds", "keyId", "localAs", "keepaliveSeconds", "holdSeconds"] as const;

/** What a site's neighbours are called among the changes. */
export const neighborsOf = (site: string): string => `neighbors of ${site}`;

/** By name, in the order of the page. */
export function routingChanges(before: RoutingFacts, after: RoutingFacts): RoutingChange[] {
  const plain = PLAIN.map((name) => ({ name: name as string, before: before[name] as unknown, after: after[name] as unknown }));
  const secrets = (["ospfKey", "bgpPassword"] as const).map((name) => {
    const [was, is] = [before[name], after[name]];
    return { name, before: was === null ? null : "set", after: is === null ? null : is === was ? "set" : "a new one" };
  });
  const sites = [...new Set([...before.sites, ...after.sites].map(({ site }) => site))].sort().map((site) => ({
    name: neighborsOf(site),
    before: words(before, site),
    after: words(after, site),
  }));
  return [...plain, ...secrets, ...sites].filter((one) => JSON.stringify(one.before) !== JSON.stringify(one.after));
}

const words = ({ sites }: RoutingFacts, site: string): string[] =>
  (sites.find((one) => one.site === site)?.neighbors ?? []).map(neighborWords);

export const neighborWords = ({ address, as }: Neighbor): string => `${address} AS ${as}`;
