import type { RightRow } from "./right-bodies";

const GONE = [404, 410];
const FULL = [409];

/** Sites, load balancers, remotes and profiles, rightly asked: what is edited is asked with a version that is none any more. */
export const NETWORK: Record<string, RightRow> = {
  "POST /api/v1/sites": { body: (_on, n) => ({ name: `Site ${n}` }), fine: FULL },
  "PATCH /api/v1/sites/{id}": { body: () => ({ version: 9_999, name: "Elsewhere" }), also: ["version"] },
  "DELETE /api/v1/sites/{id}": { body: () => ({ version: 9_999 }), also: ["version"] },
  "POST /api/v1/remotes": { body: (_on, n) => ({ node: "vpn1", address: `r${n}.example.org` }), also: ["node", "balancer"], fine: FULL },
  "PATCH /api/v1/remotes/{id}": { body: () => ({ version: 9_999, address: "elsewhere.example.org" }), also: ["version"] },
  "DELETE /api/v1/remotes/{id}": { body: () => ({ version: 9_999 }), also: ["version"] },
  "POST /api/v1/balancers": {
    body: (_on, n) => ({ name: `x${n}`, nodes: ["lb1-node"], remote: { address: `x${n}.example.org`, port: 1194, proto: "udp" } }),
    also: ["ownAddresses"],
    fine: FULL,
  },
  "PATCH /api/v1/balancers/{name}": {
    params: (on) => ({ name: on.balancer.name }),
    body: () => ({ version: 9_999, site: null, nodes: ["lb1-node"], hidesSources: false, ownAddresses: [] }),
    also: ["version"],
  },
  "DELETE /api/v1/balancers/{name}": { params: (on) => ({ name: on.balancer.name }), body: () => ({ confirm: "nobody" }) },
  // Anybody may ask, so they are counted, and may send little.
  "POST /api/v1/profiles/remotes": { as: "program", body: () => ({ fingerprint: "0".repeat(64) }), fine: [...GONE, 413, 429] },
};
