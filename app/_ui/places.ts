import type { Permission } from "@/lib/core/permissions";

/**
 * A page of the portal. `key` follows `g` on the keyboard; `listed` in the navigation; `words` are others it is looked for by; `under`
 * is the listed place that it belongs to where its address does not say so.
 */
export type Place = { href: string; name: string; key?: string; listed?: boolean; needs?: Permission; words?: string; under?: string };

/** The same places in the same order everywhere. */
export const PLACES: readonly Place[] = [
  { href: "/", name: "Overview", key: "o", listed: true, words: "home start needs attention" },
  { href: "/users", name: "Users", key: "u", listed: true, needs: "users.read", words: "people devices" },
  { href: "/nodes", name: "Nodes", key: "n", listed: true, needs: "nodes.read", words: "servers openvpn" },
  { href: "/nodes/map", name: "Cluster picture", key: "m", needs: "nodes.read", words: "map sites balancers topology" },
  { href: "/vpn-sessions", name: "VPN sessions", key: "v", listed: true, needs: "nodes.read", words: "connected clients online who" },
  { href: "/vpn-sessions/history", name: "Past VPN sessions", needs: "nodes.read", words: "history connected before" },
  { href: "/nodes/remotes", name: "Remotes", needs: "nodes.read", words: "profiles order weight remote lines" },
  { href: "/nodes/remotes/outdated", name: "Outdated profiles", needs: "users.read", words: "profiles out of date remotes" },
  { href: "/nodes/sites", name: "Sites", needs: "nodes.read", words: "data centres datacenter" },
  {
    href: "/addresses",
    name: "Addresses",
    key: "d",
    listed: true,
    needs: "addresses.read",
    words: "pool pairs ipv4 ipv6 quarantine reserved",
  },
  { href: "/authority", name: "Authority", key: "c", listed: true, needs: "authority.read", words: "ca root issuing keys" },
  { href: "/authority/certificates", name: "Certificates", needs: "authority.read", words: "serial common name expire" },
  { href: "/authority/crl", name: "CRL", needs: "authority.read", words: "revocation list revoked" },
  { href: "/audit", name: "Audit", key: "l", listed: true, needs: "audit.read", words: "log history who" },
  { href: "/audit/refused-sign-ins", name: "Refused sign-ins", needs: "audit.read", words: "wrong password login attempts failed" },
  { href: "/accounts", name: "Accounts", key: "a", listed: true, needs: "accounts.read", words: "admins operators auditors roles" },
  { href: "/accounts/tokens", name: "API tokens", key: "t", needs: "accounts.read", words: "programs keys" },
  { href: "/settings", name: "Settings", key: "s", listed: true, needs: "settings.read", words: "dns routes mtu limits retention" },
  { href: "/settings/routing", name: "Routing", needs: "nodes.read", words: "ospf bgp frr area as neighbours core" },
  { href: "/settings/mail", name: "Mail settings", needs: "settings.read", words: "smtp e-mail" },
  { href: "/alerts", name: "Alerts", key: "w", under: "/settings", needs: "settings.read", words: "warnings webhook" },
  { href: "/runs", name: "Runs", key: "r", under: "/users", needs: "users.read", words: "bulk imports progress" },
  { href: "/api-reference", name: "API reference", under: "/accounts", words: "openapi programs rest" },
  { href: "/account", name: "Your account", key: "y", words: "password sign-in sessions me" },
];
