// A node's server.conf. Pure; the portal renders it, the agent checks it against server-config-grammar.ts.
import { nodeAddresses, type Pool } from "../addresses/pool";
import { MAX_VPN_SESSIONS } from "./bundle";
import { serverLines } from "./more-pools";
import { isIpv4, isIpv6, readCidr4, readCidr6 } from "./network";
import { checkServerConfig } from "./server-config-grammar";

export { checkServerConfig };

export type ServerConfigInput = {
  /** The tun device: "tun0". */
  interface: string;
  proto: "udp" | "tcp";
  port: number;
  /** Clients dial it over IPv6: it listens on both families (fact 50). */
  ipv6?: boolean;
  /** The address to listen on; without it all of them, because a public address may stand on a NAT in front. */
  local?: string;
  pool: Pool;
  /** The pools beside the one that the nodes' own address is of. */
  morePools?: readonly Pool[];
  /** Name servers, either family. */
  dns: string[];
  search: string[];
  routes4: string[];
  routes6: string[];
  options: ServerOptions;
};

/** What an admin has chosen about the tunnel itself; null leaves it to OpenVPN. */
export type ServerOptions = { tunMtu: number | null; mssfix: number | null; splitDns: boolean; explicitExitNotify: boolean };

/** The whole file: hardened, without scripts, every path relative to the live folder. Throws if its own grammar refuses it. */
export function renderServerConfig(input: ServerConfigInput): string {
  const v4 = readCidr4(input.pool.ipv4);
  const v6 = readCidr6(input.pool.ipv6);
  if (!v4 || !v6) throw new Error(`${input.pool.ipv4} and ${input.pool.ipv6} are not an address pool`);
  const { own, far } = nodeAddresses(input.pool);
  const { topology } = input.pool;
  const udp = input.proto === "udp";
  const more = serverLines(input.pool, input.morePools ?? []);
  const lines = [
    "mode server",
    "tls-server",
    `dev ${input.interface}`,
    "dev-type tun",
    `topology ${topology}`,
    ...(input.local === undefined ? [] : [`local ${input.local}`]),
    `port ${input.port}`,
    `proto ${protoLine(input)}`,
    `ifconfig ${own.ipv4} ${topology === "net30" ? far.ipv4 : v4.netmask}`,
    `ifconfig-ipv6 ${own.ipv6}/${v6.prefix} ${far.ipv6}`,
    ...more.routes,
    "ca trusted_chain.pem",
    "cert server.crt",
    "key server.key",
    "dh none",
    // Without force-cookie: 2.5 clients stay able to connect (fact 36).
    "tls-crypt-v2 tls-crypt-v2.key",
    "tls-version-min 1.2",
    "tls-groups X25519:prime256v1:secp384r1",
    "tls-cert-profile preferred",
    "data-ciphers AES-256-GCM:AES-128-GCM:CHACHA20-POLY1305",
    "auth SHA256",
    "remote-cert-tls client",
    "verify-client-cert require",
    "crl-verify crl.pem",
    "client-config-dir ccd",
    // No address pool and no file, no login: a revocation has a second barrier (facts 5, 15, 17).
    "ccd-exclusive",
    "script-security 1",
    "keepalive 3 10",
    "reneg-sec 900",
    "tran-window 60",
    "hash-size 256 16",
    `max-clients ${MAX_VPN_SESSIONS}`,
    // OpenVPN 2.6 tells it to its clients, whatever their profile says (fact 40).
    ...(input.options.tunMtu === null ? [] : [`tun-mtu ${input.options.tunMtu}`]),
    // Cannot be pushed, and need not: here it clamps both directions (fact 41).
    ...(input.options.mssfix === null ? [] : [`mssfix ${input.options.mssfix}`]),
    // A failover storm would run into the default of 100 per 10 s (fact 26).
    ...(udp ? ["connect-freq-initial 1000 10", "explicit-exit-notify 2"] : []),
    `push "topology ${topology}"`,
    // In net30 a client's gateway is the far end of its own /30 (fact 24).
    ...(topology === "net30" ? [] : [`push "route-gateway ${own.ipv4}"`]),
    ...more.pushes.map((route) => `push "${route}"`),
    ...pushes(input),
    ...(udp && input.options.explicitExitNotify ? ['push "explicit-exit-notify 1"'] : []),
    "management management.sock unix",
    "management-client-user root",
    "writepid openvpn.pid",
    "log-append openvpn.log",
    "status status.log 10",
    "status-version 3",
    "verb 3",
  ];
  const text = `${lines.join("\n")}\n`;
  const refused = checkServerConfig(text);
  if (refused !== null) throw new Error(`The server configuration cannot be written: ${refused}`);
  return text;
}

function protoLine({ proto, ipv6 = false }: ServerConfigInput): string {
  if (proto === "udp") return ipv6 ? "udp6" : "udp";
  return ipv6 ? "tcp6-server" : "tcp-server";
}

function pushes(input: ServerConfigInput): string[] {
  const all4 = input.routes4.includes("0.0.0.0/0");
  const all6 = input.routes6.includes("::/0");
  const redirect = all4 ? `redirect-gateway def1${all6 ? " ipv6" : ""}` : all6 ? "redirect-gateway ipv6 !ipv4" : null;
  const routes4 = input.routes4
    .filter((route) => route !== "0.0.0.0/0")
    .map((route) => {
      const cidr = readCidr4(route);
      if (!cidr) throw new Error(`${route} is not an IPv4 network`);
      return `route ${cidr.base} ${cidr.netmask}`;
    });
  const routes6 = input.routes6
    .filter((route) => route !== "::/0")
    .map((route) => {
      if (!readCidr6(route)) throw new Error(`${route} is not an IPv6 network`);
      return `route-ipv6 ${route}`;
    });
  const dns = input.dns.map((address) => {
    if (!isIpv4(address) && !isIpv6(address)) throw new Error(`${address} is not a name server's address`);
    return `dhcp-option DNS ${address}`;
  });
  const [first] = input.search;
  const search = [
    ...(first === undefined ? [] : [`dhcp-option DOMAIN ${first}`]),
    ...(input.search.length > 1 ? input.search.map((domain) => `dhcp-option DOMAIN-SEARCH ${domain}`) : []),
  ];
  const split = input.options.splitDns ? splitDns(input) : [];
  return [...(redirect ? [redirect] : []), ...routes4, ...routes6, ...dns, ...search, ...split].map((option) => `push "${option}"`);
}

/** Only names under the search domains are asked of our name servers; a client of 2.5 does not know these lines and goes on with those above (fact 42). */
function splitDns({ dns, search }: ServerConfigInput): string[] {
  if (dns.length === 0 || search.length === 0) return [];
  return [
    // One a line, because OpenVPN reads 256 characters of it.
    ...dns.slice(0, 8).map((address) => `dns server 1 address ${address}`),
    ...search.map((domain) => `dns server 1 resolve-domains ${domain}`),
    ...search.map((domain) => `dns search-domains ${domain}`),
  ];
}
