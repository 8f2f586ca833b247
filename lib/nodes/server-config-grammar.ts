// The closed grammar of server.conf: a directive that is not here is refused, so nothing here may run or load anything
// (`up`, `plugin`, `tls-verify`, `config`, `cd`, …), join clients past the firewall (`client-to-client`) or let two share
// a certificate (`duplicate-cn`). Pure; the agent asks it before it writes, `check` before it praises.
import { isPoolNet6, isPoolRoute4 } from "./more-pools";
import { isIpv4, isIpv6, isNetmask, readCidr6 } from "./network";
import { whyNotTopology } from "./topology";

type Directive = { takes: (text: string) => boolean; required?: true; many?: true };

const exactly = (...texts: string[]): Directive => ({ takes: (text) => texts.includes(text) });
const must = (...texts: string[]): Directive => ({ ...exactly(...texts), required: true });
const like = (pattern: RegExp): Directive => ({ takes: (text) => pattern.test(text) });
const number = (least: number, most: number): Directive => ({
  takes: (text) => /^(0|[1-9]\d{0,8})$/.test(text) && Number(text) >= least && Number(text) <= most,
});
const numbers = (count: number): Directive => like(new RegExp(`^[1-9]\\d{0,5}( [1-9]\\d{0,5}){${count - 1}}$`));

const DIRECTIVES: Record<string, Directive> = {
  mode: must("server"),
  "tls-server": must(""),
  dev: { ...like(/^(?!null$)[a-zA-Z][a-zA-Z0-9_-]{0,14}$/), required: true },
  "dev-type": must("tun"),
  topology: must("subnet", "net30"),
  local: { takes: (text) => isIpv4(text) || isIpv6(text) },
  port: { ...number(1, 65535), required: true },
  proto: must("udp", "tcp-server", "udp6", "tcp6-server"),
  ifconfig: { takes: (text) => pair(text, isIpv4, isIpv4), required: true },
  "ifconfig-ipv6": { takes: (text) => pair(text, withPrefix, isIpv6), required: true },
  // A second pool's packets go into the tunnel too: its own device, as wide as a pool may be.
  route: { takes: isPoolRoute4, many: true },
  "route-ipv6": { takes: isPoolNet6, many: true },
  ca: must("trusted_chain.pem"),
  cert: must("server.crt"),
  key: must("server.key"),
  dh: must("none"),
  "tls-crypt-v2": must("tls-crypt-v2.key", "tls-crypt-v2.key force-cookie", "tls-crypt-v2.key allow-noncookie"),
  "tls-version-min": must("1.2", "1.3"),
  "tls-groups": like(/^[A-Za-z0-9]{1,20}(:[A-Za-z0-9]{1,20}){0,5}$/),
  "tls-cert-profile": exactly("preferred", "suiteb"),
  "data-ciphers": {
    ...like(/^(AES-256-GCM|AES-128-GCM|CHACHA20-POLY1305)(:(AES-256-GCM|AES-128-GCM|CHACHA20-POLY1305)){0,2}$/),
    required: true,
  },
  auth: exactly("SHA256", "SHA384", "SHA512"),
  "remote-cert-tls": must("client"),
  "verify-client-cert": must("require"),
  "crl-verify": must("crl.pem"),
  "client-config-dir": must("ccd"),
  "ccd-exclusive": must(""),
  "script-security": must("0", "1"),
  keepalive: { ...numbers(2), required: true },
  "reneg-sec": { ...number(8, 3600), required: true },
  "tran-window": { ...number(1, 3600), required: true },
  "hash-size": numbers(2),
  "max-clients": number(1, 65535),
  "connect-freq-initial": numbers(2),
  "explicit-exit-notify": number(0, 5),
  "tun-mtu": number(576, 9000),
  mssfix: number(0, 9000),
  sndbuf: number(0, 16777216),
  rcvbuf: number(0, 16777216),
  "disable-dco": exactly(""),
  push: { takes: (text) => pushed(text), many: true },
  management: must("management.sock unix"),
  "management-client-user": must("root"),
  writepid: must("openvpn.pid"),
  "log-append": must("openvpn.log"),
  status: like(/^status\.log [1-9]\d{0,2}$/),
  "status-version": exactly("3"),
  verb: number(0, 4),
};

const PUSHED: ((text: string) => boolean)[] = [
  (text) =>
    text === "topology subnet" || text === "topology net30" || text === "block-outside-dns" || /^explicit-exit-notify [1-3]$/.test(text),
  (text) => /^redirect-gateway( def1)?( ipv6)?( !ipv4)?$/.test(text),
  (text) => text.startsWith("route-gateway ") && isIpv4(text.slice(14)),
  (text) => text.startsWith("route ") && pair(text.slice(6), isIpv4, isNetmask),
  (text) => text.startsWith("route-ipv6 ") && readCidr6(text.slice(11)) !== null,
  (text) => text.startsWith("dhcp-option DNS ") && (isIpv4(text.slice(16)) || isIpv6(text.slice(16))),
  (text) =>
    /^(dhcp-option DOMAIN(-SEARCH)?|dns server 1 resolve-domains|dns search-domains) [a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/.test(text),
  (text) => text.startsWith("dns server 1 address ") && (isIpv4(text.slice(21)) || isIpv6(text.slice(21))),
];

/** Null if the text is a server.conf that a node may run, else why not, as a sentence. */
export function checkServerConfig(text: string): string | null {
  if (!/^(?:[\x20-\x7e]{1,512}\n){1,1000}$/.test(text))
    return "server.conf holds an empty line, a very long one or characters beyond plain ASCII.";
  const seen = new Set<string>();
  for (const [index, line] of text.slice(0, -1).split("\n").entries()) {
    const space = line.indexOf(" ");
    const name = space < 0 ? line : line.slice(0, space);
    const directive = Object.hasOwn(DIRECTIVES, name) ? DIRECTIVES[name] : undefined;
    if (!directive) return `server.conf line ${index + 1}: "${name.slice(0, 60)}" is not a directive that a node may have.`;
    if (!directive.takes(space < 0 ? "" : line.slice(space + 1)) || line.endsWith(" "))
      return `server.conf line ${index + 1}: "${line.slice(0, 100)}" is not in the form that a node may have.`;
    if (seen.has(name) && !directive.many) return `server.conf line ${index + 1}: "${name}" stands there twice.`;
    seen.add(name);
  }
  for (const [name, directive] of Object.entries(DIRECTIVES)) {
    if (directive.required && !seen.has(name)) return `server.conf lacks "${name}".`;
  }
  return whyNotTopology(text);
}

function pushed(text: string): boolean {
  const match = /^"([^"\\]+)"$/.exec(text);
  const option = match?.[1];
  return option !== undefined && PUSHED.some((takes) => takes(option));
}

function pair(text: string, first: (part: string) => boolean, second: (part: string) => boolean): boolean {
  const parts = text.split(" ");
  return parts.length === 2 && first(parts[0] ?? "") && second(parts[1] ?? "");
}

function withPrefix(text: string): boolean {
  const [address = "", prefix = "", more] = text.split("/");
  return more === undefined && isIpv6(address) && /^[1-9]\d{1,2}$/.test(prefix) && Number(prefix) >= 48 && Number(prefix) <= 128;
}
