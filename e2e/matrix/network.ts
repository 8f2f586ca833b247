import { at, type Row } from "./rows";

let sites = 0;

/** Sites, load balancers and remotes, and the profiles that list them. */
export const NETWORK: Record<string, Row> = {
  "GET /api/v1/balancers": { for: "who reads", ask: at() },
  "POST /api/v1/balancers": { for: "admins", ask: at({ name: "lb1", nodes: ["nobody-here"] }) },
  "GET /api/v1/balancers/[name]": { for: "who reads", ask: at() },
  "PATCH /api/v1/balancers/[name]": {
    for: "admins",
    ask: at({ version: 1, site: null, nodes: ["nobody-here"], hidesSources: false, ownAddresses: [] }),
  },
  "DELETE /api/v1/balancers/[name]": { for: "admins", ask: at({ confirm: "nobody.here" }) },
  "POST /api/v1/balancers/[name]/join": { for: "admins", ask: at({}) },
  "GET /api/v1/balancers/[name]/nginx.conf": { for: "who reads", ask: at() },
  "GET /api/v1/profiles/outdated": { for: "who reads", ask: at() },
  "POST /api/v1/profiles/remotes": { for: "everybody", ask: at({ fingerprint: "0".repeat(64) }) },
  "GET /api/v1/remotes": { for: "who reads", ask: at() },
  "POST /api/v1/remotes": { for: "admins", ask: at({ node: "nobody-here", address: "vpn.example.org" }) },
  "PATCH /api/v1/remotes/[id]": { for: "admins", ask: at({ version: 1, weight: 2 }) },
  "DELETE /api/v1/remotes/[id]": { for: "admins", ask: at({ version: 1 }) },
  "POST /api/v1/remotes/[id]/move": { for: "admins", ask: at({ version: 1, place: 1 }) },
  "GET /api/v1/sites": { for: "who reads", ask: at() },
  "POST /api/v1/sites": { for: "admins", ask: (_on, route) => ({ path: route, body: { name: `Site ${++sites}` } }) },
  "PATCH /api/v1/sites/[id]": { for: "admins", ask: at({ version: 1, name: "Elsewhere" }) },
  "DELETE /api/v1/sites/[id]": { for: "admins", ask: at({ version: 1 }) },
};
