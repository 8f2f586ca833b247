import type { Said } from "../program";
import type { Ground } from "./ground";
import { NETWORK } from "./right-bodies-network";

/** How an operation is asked rightly, so that one field can be made wrong. */
export type RightRow = {
  /** The right body, another one each time where it makes something; `n` is never given twice. */
  body?: (on: Ground, n: number) => object;
  /** What stands in the path's brackets. */
  params?: (on: Ground, n: number) => Record<string, string>;
  /** Asked one after another together with all others of this name: they change one row, whose version each must send. */
  queue?: string;
  changed?: (on: Ground, said: Said) => void;
  /** As whom: the admin's page unless told otherwise. */
  as?: "program" | "node" | "balancer";
  /** Fields of which each entry costs a password's hash: they get a spread in an ordinary run. */
  costly?: readonly string[];
  /** What else may be to blame, for entries that are right for their own field. */
  also?: readonly string[];
  /** Refusals of these say that there is no such thing, or not now: they need no field. */
  fine?: readonly number[];
};

const DAY = "2027-03-31T22:00:00Z";
const GONE = [404, 410];
const settings = (on: Ground) => ({
  version: on.versions.settings,
  nameServers: [],
  searchDomains: [],
  routes4: [],
  routes6: [],
  tunMtu: null,
  mssfix: null,
  splitDns: false,
  explicitExitNotify: true,
  remoteRandom: true,
  deviceLimit: 100,
  deviceLifeDays: 825,
  overlapDays: 14,
  invitationHours: 72,
  quarantineDays: 30,
  vpnSessionDays: 30,
  keepSourceAddresses: true,
});
const next = (key: keyof Ground["versions"]) => (on: Ground, said: Said) => {
  if (said.status === 200) on.versions[key] = typeof said.body.version === "number" ? said.body.version : on.versions[key] + 1;
};
/** Something is different each time. */
const routing = (on: Ground, n: number) => ({
  version: on.versions.routing,
  protocol: "none",
  deadSeconds: 10 + (n % 60_000),
  sites: [{ site: "Main", neighbors: [{ address: "10.10.0.1", as: 65_000 }] }],
});
const now = () => new Date().toISOString();
export const SERVER = { host: "127.0.0.1", port: 9, security: "none", user: null, from: "vpn@example.org", mailUsers: true };
const pool = { ipv4: "10.9.0.0/24", ipv6: "fd7a:6ca6:e640:9000::/64" };

/** Every operation with fields that take text. Reads are asked as they stand: what is in their paths is `params` of ground.ts. */
export const RIGHT: Record<string, RightRow> = {
  ...NETWORK,
  "POST /api/v1/users": { body: (_on, n) => ({ username: `new${n}.person`, name: "Eve", device: "laptop" }) },
  "PATCH /api/v1/users/{username}": {
    params: () => ({ username: "edited" }),
    body: (on) => ({ version: on.versions.edited, name: "Eve", email: null }),
    queue: "edited",
    changed: next("edited"),
  },
  "PUT /api/v1/users/{username}/leave-date": {
    params: () => ({ username: "edited" }),
    body: (on) => ({ version: on.versions.edited, leavesAt: DAY }),
    queue: "edited",
    changed: next("edited"),
  },
  "POST /api/v1/users/{username}/devices": { params: (_on, n) => ({ username: `owner${n % 20}` }), body: (_on, n) => ({ name: `d${n}` }) },
  "POST /api/v1/users/{username}/offboard": { body: () => ({ confirm: "ann.smith" }) },
  "POST /api/v1/devices/{id}/revoke": { body: () => ({ reason: "superseded" }) },
  "POST /api/v1/vpn-sessions/end": { body: () => ({ node: "vpn1", clientId: 999, commonName: "ann.laptop.1" }), fine: GONE },
  "POST /api/v1/invitations/look": { as: "program", body: (on) => ({ token: on.link }), fine: GONE },
  "POST /api/v1/invitations/ready": { as: "program", body: (on) => ({ token: on.link }), fine: GONE },
  "POST /api/v1/invitations/use": { as: "program", body: (on) => ({ token: on.link, csr: "none" }), also: ["csr"], fine: GONE },
  // A search that finds more than ten asks for their number.
  "POST /api/v1/runs": { body: () => ({ verb: "resume", usernames: ["nobody.here"] }), also: ["filter", "confirm"] },
  "POST /api/v1/imports": { body: () => ({ text: "name,username\nEve,eve.example\n" }), also: ["file"] },
  "PUT /api/v1/imports/{id}": {
    body: (on) => ({ version: on.versions.draft, mapping: { name: 0, username: 1 }, device: "laptop" }),
    queue: "draft",
    changed: next("draft"),
  },
  "POST /api/v1/imports/{id}/start": { body: () => ({ rows: "good" }) },
  "POST /api/v1/imports/{id}/invitations": { body: () => ({ how: "mail" }) },
  // She is the last admin: what is right in every field is refused for that.
  "PATCH /api/v1/accounts/{id}": { body: () => ({ version: 1, role: "none" }), also: ["role"] },
  "DELETE /api/v1/accounts/{id}": { body: () => ({ confirm: "nobody@example.org" }) },
  // The password is too short, so that the invitation stays good.
  "POST /api/v1/account-invitations/accept": {
    as: "program",
    body: (on) => ({ token: on.joinLink, name: "Eve", password: "short" }),
    also: ["password"],
    costly: ["password"],
    fine: GONE,
  },
  "POST /api/v1/account-invitations/look": { as: "program", body: (on) => ({ token: on.joinLink }), fine: GONE },
  "POST /api/v1/account-invitations": { body: (_on, n) => ({ email: `new${n}@example.org`, role: "none" }) },
  "POST /api/v1/tokens": { body: (_on, n) => ({ name: `program ${n}`, role: "auditor", expiresInDays: 30 }) },
  // Wrong attempts are counted: after ten a minute it is refused for that.
  "PUT /api/v1/own/password": {
    body: () => ({ current: "not this one at all", password: "correct horse battery" }),
    also: ["current"],
    costly: ["current", "password"],
    fine: [429],
  },
  "POST /api/v1/nodes": { body: (_on, n) => ({ name: `extra${n}`, address: `extra${n}.example.org` }) },
  "DELETE /api/v1/nodes/{name}": { params: () => ({ name: "vpn2" }), body: () => ({ confirm: "vpn2" }) },
  "POST /api/v1/nodes/{name}/set-aside": { params: () => ({ name: "vpn2" }), body: () => ({ confirm: "vpn2" }) },
  "POST /api/v1/rollouts": { body: () => ({ kind: "restart", nodes: ["nobody-here"] }), also: ["nodes"], fine: [409] },
  "POST /api/v1/nodes/enrol": {
    as: "program",
    body: (on) => ({ joinToken: on.joinToken, csr: "none", agentVersion: "0.3.0" }),
    also: ["csr"],
    fine: GONE,
  },
  "POST /api/v1/node/certificate": { as: "node", body: () => ({ csr: "none" }) },
  "POST /api/v1/node/report": {
    as: "node",
    body: (on) => ({
      cluster: on.target.node.cluster,
      node: on.target.node.name,
      epoch: 1,
      revision: 1,
      digest: "0".repeat(64),
      clock: now(),
      agentVersion: "0.3.0",
      openvpnVersion: null,
      orders: [{ seq: 1, outcome: "ended" }],
      openvpnRunning: true,
      startedAt: now(),
      crl: { number: "1", thisUpdate: now(), nextUpdate: now() },
      receipts: [{ commonName: "ann.smith.laptop.1", revision: 1, refusedAt: now(), clearAt: null, barriers: "both" }],
      vpnSessions: [
        {
          commonName: "ann.smith.laptop.1",
          clientId: 1,
          ipv4: "10.8.0.2",
          ipv6: null,
          source: "192.0.2.1",
          since: now(),
          bytesIn: 0,
          bytesOut: 0,
        },
      ],
      faults: [{ code: "odd", sentence: "Something is odd." }],
    }),
    fine: [403],
  },
  "POST /api/v1/balancers/enrol": {
    as: "program",
    body: (on) => ({ joinToken: on.joinToken, agentVersion: "0.3.0" }),
    also: ["joinToken"],
    fine: GONE,
  },
  "POST /api/v1/balancer/report": {
    as: "balancer",
    body: (on) => ({
      cluster: on.balancer.cluster,
      balancer: on.balancer.name,
      epoch: 1,
      revision: 1,
      clock: now(),
      agentVersion: "0.3.0",
      backends: [{ node: "vpn1", up: true, since: now() }],
      faults: [{ code: "odd", sentence: "Something is odd." }],
    }),
    fine: [403],
  },
  "POST /api/v1/addresses/pools": { body: () => ({ ...pool }) },
  "PATCH /api/v1/addresses/pools/{id}": { body: () => ({ ipv4: "10.8.0.0/16", version: 1 }) },
  "DELETE /api/v1/addresses/pools/{id}": { body: () => ({ confirm: "10.8.0.0/16", version: 1 }), also: ["confirm"] },
  "POST /api/v1/addresses/pools/preview": { body: () => ({ ...pool }) },
  "POST /api/v1/addresses/reserved": {
    body: (_on, n) => ({ first: tail(n), last: tail(n), note: "printers" }),
    also: ["first", "last"],
  },
  "POST /api/v1/authority/root/export": { body: () => ({ passphrase: "correct horse battery" }), costly: ["passphrase"] },
  "POST /api/v1/authority/root/take-offline": {
    body: (on) => ({ pem: on.rootKey, passphrase: "not it, not it" }),
    costly: ["passphrase"],
    also: ["passphrase", "pem"],
  },
  "PATCH /api/v1/nodes/{name}": {
    body: (on, n) => ({ version: on.versions.node, port: 2000 + (n % 60_000) }),
    queue: "node",
    changed: next("node"),
  },
  // It changes meanwhile, as the settings do.
  "POST /api/v1/routing/preview": { body: routing, also: ["version"] },
  "PUT /api/v1/routing": { body: routing, queue: "routing", changed: next("routing") },
  "POST /api/v1/settings/preview": { body: settings, also: ["version"] },
  "PUT /api/v1/settings": { body: settings, queue: "settings", changed: next("settings") },
  "PUT /api/v1/settings/alerts": {
    body: (on) => ({ version: on.versions.settings, emails: [], webhook: null }),
    queue: "settings",
    changed: next("settings"),
  },
  "PUT /api/v1/settings/mail": {
    body: (on) => ({ version: on.versions.settings, ...SERVER }),
    queue: "settings",
    changed: next("settings"),
    also: ["password"],
  },
  "POST /api/v1/settings/alerts/queue": { body: () => ({ how: "retry" }) },
  "POST /api/v1/settings/mail/queue": { body: () => ({ how: "forget" }) },
  // No mail server answers where the settings say.
  "POST /api/v1/settings/mail/test": { body: () => ({ to: "eve@example.org" }), fine: [409] },
  "POST /api/v1/setup/check": { as: "program", body: () => ({ token: "x".repeat(43) }), fine: GONE },
  "POST /api/v1/setup": {
    as: "program",
    body: () => ({
      token: "x".repeat(43),
      admin: { name: "Eve", email: "eve@example.org", password: "correct horse battery" },
      cluster: { name: "Harbour" },
      pool,
      push: { nameServers: [], searchDomains: [], routes4: [], routes6: [] },
    }),
    fine: GONE,
  },
};

/** Addresses from the pool's upper half, which nobody is given. */
const tail = (n: number) => `10.8.${128 + ((n >> 8) & 127)}.${n & 255}`;
