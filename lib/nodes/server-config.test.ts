import { describe, expect, it } from "vitest";
import { checkServerConfig, renderServerConfig, type ServerConfigInput } from "./server-config";

const input: ServerConfigInput = {
  interface: "tun0",
  proto: "udp",
  port: 1194,
  pool: { ipv4: "10.8.0.0/16", ipv6: "fd7a:6ca6:e640:8000::/64", topology: "subnet" },
  dns: ["10.20.0.53", "fd00:20::53"],
  search: ["corp.example", "example.org"],
  routes4: ["10.20.0.0/24"],
  routes6: ["fd00:20::/64"],
  options: { tunMtu: null, mssfix: null, splitDns: false, explicitExitNotify: true },
};
const good = renderServerConfig(input);

describe("server.conf", () => {
  it("gives the node index 1 and pushes both families", () => {
    for (const line of [
      "ifconfig 10.8.0.1 255.255.0.0",
      "ifconfig-ipv6 fd7a:6ca6:e640:8000::a08:1/64 fd7a:6ca6:e640:8000::a08:2",
      'push "route 10.20.0.0 255.255.255.0"',
      'push "route-ipv6 fd00:20::/64"',
      'push "dhcp-option DNS fd00:20::53"',
      'push "dhcp-option DOMAIN corp.example"',
      'push "dhcp-option DOMAIN-SEARCH example.org"',
      'push "route-gateway 10.8.0.1"',
      "explicit-exit-notify 2",
    ])
      expect(good.split("\n")).toContain(line);
  });

  it("takes a second pool's packets into the tunnel and tells the first one's clients (fact 43); with one pool no byte is another", () => {
    const more = { ipv4: "10.12.0.0/16", ipv6: "fd7a:6ca6:e640:8001::/64", topology: "subnet" } as const;
    const two = renderServerConfig({ ...input, morePools: [more] }).split("\n");
    const lines = [
      "disable-dco",
      "route 10.12.0.0 255.255.0.0 10.8.0.2",
      "route-ipv6 fd7a:6ca6:e640:8001::/64",
      'push "route 10.12.0.0 255.255.0.0"',
      'push "route-ipv6 fd7a:6ca6:e640:8001::/64"',
    ];
    expect(two.filter((line) => !good.split("\n").includes(line))).toEqual(lines);
    expect(two.filter((line) => !lines.includes(line)).join("\n")).toBe(good);
    expect(renderServerConfig({ ...input, morePools: [] })).toBe(good);
  });

  const net30 = renderServerConfig({ ...input, pool: { ...input.pool, topology: "net30" } });

  it("in net30 names both ends of the tunnel, takes the whole range into it, and tells clients no gateway (fact 24)", () => {
    const lines = net30.split("\n");
    expect(lines.filter((line) => !good.split("\n").includes(line))).toEqual([
      "topology net30",
      "ifconfig 10.8.0.1 10.8.0.2",
      "route 10.8.0.0 255.255.0.0",
      'push "topology net30"',
      'push "route 10.8.0.0 255.255.0.0"',
    ]);
    expect(net30).not.toContain("route-gateway");
    const two = renderServerConfig({
      ...input,
      pool: { ...input.pool, topology: "net30" },
      morePools: [{ ipv4: "10.12.0.0/16", ipv6: "fd7a:6ca6:e640:8001::/64", topology: "net30" }],
    }).split("\n");
    expect(two.filter((line) => !lines.includes(line))).toEqual([
      "route 10.12.0.0 255.255.0.0",
      "route-ipv6 fd7a:6ca6:e640:8001::/64",
      'push "route 10.12.0.0 255.255.0.0"',
      'push "route-ipv6 fd7a:6ca6:e640:8001::/64"',
    ]);
  });

  it.each([
    ["a netmask in net30", net30.replace("ifconfig 10.8.0.1 10.8.0.2", "ifconfig 10.8.0.1 255.255.0.0")],
    ["two ends in a subnet", good.replace("ifconfig 10.8.0.1 255.255.0.0", "ifconfig 10.8.0.1 10.8.0.2")],
    ["a gateway in net30", net30.replace('push "topology net30"', 'push "topology net30"\npush "route-gateway 10.8.0.1"')],
    ["a route with a gateway in net30", net30.replace("route 10.8.0.0 255.255.0.0\n", "route 10.8.0.0 255.255.0.0 10.8.0.2\n")],
    ["a route without one in a subnet", `${good}route 10.12.0.0 255.255.0.0\n`],
    ["another topology for the clients", good.replace('push "topology subnet"', 'push "topology net30"')],
    ["another topology for the node", good.replace("\ntopology subnet", "\ntopology net30")],
    ["p2p", good.replaceAll("topology subnet", "topology p2p")],
  ])("refuses %s", (_, text) => {
    expect(text).not.toBe(good);
    expect(checkServerConfig(text)).toMatch(/^server\.conf .+\.$/);
  });

  it("leaves out over TCP what only UDP has", () => {
    const tcp = renderServerConfig({ ...input, proto: "tcp", local: "192.0.2.7" });
    expect(tcp).toContain("\nproto tcp-server\n");
    expect(tcp).toContain("\nlocal 192.0.2.7\n");
    expect(tcp).not.toContain("exit-notify");
  });

  it("listens on both families where the node's own address is an IPv6 address (fact 50)", () => {
    expect(good).toContain("\nproto udp\n");
    expect(renderServerConfig({ ...input, ipv6: true })).toContain("\nproto udp6\n");
    expect(renderServerConfig({ ...input, proto: "tcp", ipv6: true })).toContain("\nproto tcp6-server\n");
  });

  it("turns a default route into redirect-gateway", () => {
    expect(renderServerConfig({ ...input, routes4: ["0.0.0.0/0"], routes6: ["::/0"] })).toContain('push "redirect-gateway def1 ipv6"');
    expect(renderServerConfig({ ...input, routes4: [], routes6: ["::/0"] })).toContain('push "redirect-gateway ipv6 !ipv4"');
  });

  it("says MTU, mssfix, split DNS and goodbye as they were chosen", () => {
    for (const said of ["tun-mtu", "mssfix", "dns server", "dns search"]) expect(good).not.toContain(said);
    expect(good).toContain('push "explicit-exit-notify 1"');
    const chosen = renderServerConfig({ ...input, options: { tunMtu: 1400, mssfix: 1300, splitDns: true, explicitExitNotify: false } });
    for (const line of [
      "tun-mtu 1400",
      "mssfix 1300",
      'push "dns server 1 address 10.20.0.53"',
      'push "dns server 1 address fd00:20::53"',
      'push "dns server 1 resolve-domains corp.example"',
      'push "dns server 1 resolve-domains example.org"',
      'push "dns search-domains example.org"',
      // The node's own goodbye, when it is drained, is not theirs.
      "explicit-exit-notify 2",
    ])
      expect(chosen.split("\n")).toContain(line);
    expect(chosen).not.toContain('push "explicit-exit-notify');
    const nine = Array.from({ length: 9 }, (_, i) => `10.20.0.${i + 1}`);
    const many = renderServerConfig({ ...input, dns: nine, options: { ...input.options, splitDns: true } });
    expect(many.match(/dns server 1 address/g)).toHaveLength(8);
    expect(renderServerConfig({ ...input, search: [], options: { ...input.options, splitDns: true } })).not.toContain("dns server");
  });

  it.each([
    ["interface", { interface: "null" }],
    ["interface with a line", { interface: "tun0\nup /bin/sh" }],
    ["search domain with a quote", { search: ['a"\nplugin x'] }],
    ["name server", { dns: ["10.20.0.53; reboot"] }],
    ["route with host bits", { routes4: ["10.20.0.1/24"] }],
    ["port", { port: 70000 }],
    ["MTU", { options: { ...input.options, tunMtu: 100 } }],
    ["mssfix", { options: { ...input.options, mssfix: 10_000 } }],
  ])("throws on a bad %s", (_, change) => {
    expect(() => renderServerConfig({ ...input, ...change })).toThrow();
  });

  it.each([
    "up /bin/sh",
    "plugin /tmp/x.so",
    "tls-verify /bin/true",
    "config /etc/passwd",
    "cd /",
    "client-to-client",
    "duplicate-cn",
    "client-connect /bin/x",
    "learn-address x",
    "auth-user-pass-verify x via-env",
    "daemon",
    "user nobody",
    "chroot /",
    "setenv PATH x",
    "engine x",
    "providers x",
    "iproute /bin/x",
    "management 0.0.0.0 7505",
    "script-security 2",
    "verb 11",
    "# a comment",
    "<ca>",
    "--up x",
    "constructor",
    "__proto__ x",
    "tmp-dir /",
    "route-up x",
    "ipchange x",
    "down-pre",
    'push "route-up x"',
    'push "script-security 2"',
    'push "dhcp-option DNS 1.2.3.4\\"',
    "push route",
    'push "dns server 1 address 10.20.0.53; reboot"',
    'push "dns server 1 address "',
    'push "dns server 1 address 10.20.0.53 10.20.0.54"',
    'push "dns server 1 transport DoH"',
    'push "dns server 2 resolve-domains corp.example"',
    'push "dns search-domains up /bin/sh"',
    'push "tun-mtu 1400"',
    'push "mssfix 1300"',
    "ccd-exclusive",
    "port 1195",
    " dev tun1",
    "status ../status.log 10",
    "route 0.0.0.0 0.0.0.0 10.8.0.2",
    "route 10.0.0.0 255.0.0.0 10.8.0.2",
    "route 10.12.0.0 255.255.0.0",
    "route 10.12.0.1 255.255.0.0 10.8.0.2",
    "route 10.12.0.0 255.255.0.0 net_gateway",
    "route-ipv6 ::/0",
    "route-ipv6 fd00::/8",
    "route-ipv6 fd7a::/64 fe80::1",
  ])("refuses the extra line %s", (line) => {
    expect(checkServerConfig(`${good}${line}\n`)).toMatch(/^server\.conf .+\.$/);
  });

  it.each([
    "ccd-exclusive",
    "crl-verify crl.pem",
    "client-config-dir ccd",
    "remote-cert-tls client",
    "tls-crypt-v2 tls-crypt-v2.key",
    "management management.sock unix",
    "script-security 1",
    "mode server",
    "verify-client-cert require",
  ])("refuses a file that lacks %s", (line) => {
    expect(good).toContain(`\n${line}\n`.replace("\nmode", "mode"));
    expect(checkServerConfig(good.replace(`${line}\n`, ""))).toMatch(/lacks/);
  });

  it.each([
    ["no newline at the end", good.slice(0, -1)],
    ["an empty line", `${good}\n`],
    ["a tab", good.replace("port ", "port\t")],
    ["NUL", good.replace("tun0", "tun0\0")],
    ["CRLF", good.replaceAll("\n", "\r\n")],
    ["nothing", ""],
    ["another path for the CRL", good.replace("crl-verify crl.pem", "crl-verify /tmp/crl.pem")],
    ["a trailing space", good.replace("tls-server", "tls-server ")],
    ["script-security 2", good.replace("script-security 1", "script-security 2")],
  ])("refuses %s", (_, text) => {
    expect(checkServerConfig(text)).not.toBeNull();
  });
});
