import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { frrDaemons, renderFrr } from "./frr-config";
import { NodeRouting } from "./node-settings";

const pools = [{ ipv4: "10.8.0.0/16", ipv6: "fd7a:6ca6:e640:8000::/64" }];
const two = [...pools, { ipv4: "10.9.0.0/24", ipv6: "fd7a:6ca6:e640:9000::/64" }];
const ospf = NodeRouting.parse({
  protocol: "ospf",
  routerId: "10.10.0.21",
  interface: "core",
  area: "0.0.0.1",
  helloSeconds: 1,
  deadSeconds: 4,
  keyId: 7,
  key: "aB3_./+=-1234567",
});
const bgp = NodeRouting.parse({
  protocol: "bgp",
  routerId: "10.10.0.21",
  interface: "eth1.10",
  localAs: 4_200_000_001,
  keepaliveSeconds: 1,
  holdSeconds: 3,
  password: "p+4/W=_.-",
  neighbors: [
    { address: "10.10.0.1", as: 65000 },
    { address: "fd00:10::1", as: 65000 },
    { address: "10.10.0.2", as: 4_200_000_001 },
  ],
});

describe("FRR's own parser takes what is rendered", () => {
  const cases: [string, NodeRouting, typeof pools][] = [
    ["OSPF with a key", ospf, pools],
    ["OSPF without", NodeRouting.parse({ ...ospf, key: null }), two],
    ["BGP with a password", bgp, pools],
    ["BGP without", NodeRouting.parse({ ...bgp, password: null }), two],
    ["BGP without a neighbour", NodeRouting.parse({ ...bgp, neighbors: [] }), pools],
  ];
  it.skipIf(!existsSync("/usr/bin/vtysh")).each(cases)("%s", (_name, routing, of) => {
    expect(vtysh(renderFrr(routing, of))).toEqual({ status: 0, said: "" });
  });

  it.skipIf(!existsSync("/usr/bin/vtysh"))("and refuses what is not its language", () => {
    expect(vtysh(renderFrr(ospf, pools).replace("hello-interval 1", "hello-interval soon")).status).toBe(2);
  });
});

it("never announces connected networks, and nothing but the pools' /32 and /128 (fact 18)", () => {
  for (const text of [renderFrr(ospf, two), renderFrr(bgp, two)]) {
    expect(text.match(/redistribute .*/g)).toEqual(["redistribute kernel route-map HOMEPORT4", "redistribute kernel route-map HOMEPORT6"]);
    expect(text.match(/.*prefix-list HOMEPORT. seq.*/g)).toEqual([
      "ip prefix-list HOMEPORT4 seq 5 permit 10.8.0.0/16 ge 32",
      "ip prefix-list HOMEPORT4 seq 10 permit 10.9.0.0/24 ge 32",
      "ipv6 prefix-list HOMEPORT6 seq 5 permit fd7a:6ca6:e640:8000::/64 ge 128",
      "ipv6 prefix-list HOMEPORT6 seq 10 permit fd7a:6ca6:e640:9000::/64 ge 128",
    ]);
  }
});

it("has the timers that keep a reconnect short (fact 22), in both versions of OSPF", () => {
  const text = renderFrr(ospf, pools);
  expect(text).toContain(" timers throttle lsa all 0\n timers lsa min-arrival 0\n timers throttle spf 0 20 200");
  expect(text).toContain(" ospf6 router-id 10.10.0.21\n timers lsa min-arrival 0\n timers throttle spf 0 20 200");
});

it("authenticates both versions of OSPF, or neither (fact 38)", () => {
  const text = renderFrr(ospf, pools);
  expect(text).toContain(" ip ospf authentication message-digest\n ip ospf message-digest-key 7 md5 aB3_./+=-1234567");
  expect(text).toContain(" ipv6 ospf6 authentication key-id 7 hash-algo hmac-sha-256 key aB3_./+=-1234567");
  expect(renderFrr(NodeRouting.parse({ ...ospf, key: null }), pools)).not.toMatch(/authentication|message-digest/);
});

it("speaks IPv4 with IPv4 neighbours and IPv6 with IPv6 ones, tells them its own routes only, and hears those of other nodes", () => {
  const [four = "", six = ""] = renderFrr(bgp, pools)
    .split(/address-family ipv[46] unicast\n/)
    .slice(1);
  expect(four.match(/neighbor .*/g)).toEqual([
    "neighbor 10.10.0.1 activate",
    "neighbor 10.10.0.1 allowas-in 1",
    "neighbor 10.10.0.1 route-map HOMEPORT4 out",
    // The same AS: what it sends has no AS of ours in its path.
    "neighbor 10.10.0.2 activate",
    "neighbor 10.10.0.2 route-map HOMEPORT4 out",
  ]);
  expect(six.match(/neighbor .*/g)).toEqual([
    "neighbor fd00:10::1 activate",
    "neighbor fd00:10::1 allowas-in 1",
    "neighbor fd00:10::1 route-map HOMEPORT6 out",
  ]);
});

it("is no way between two routers: never the designated one in OSPF, and in BGP with nothing to tell but its own (empty AS path)", () => {
  expect(renderFrr(ospf, pools)).toContain(" ip ospf priority 0\n");
  expect(renderFrr(ospf, pools)).toContain(" ipv6 ospf6 priority 0\n");
  const text = renderFrr(bgp, pools);
  expect(text).toContain("bgp as-path access-list HOMEPORT-OWN seq 5 permit ^$\n");
  for (const map of ["ip address prefix-list HOMEPORT4", "ipv6 address prefix-list HOMEPORT6"])
    expect(text).toContain(` match ${map}\n match as-path HOMEPORT-OWN\nexit\n`);
});

it("throws rather than write what is no pool into a configuration", () => {
  expect(() => renderFrr(ospf, [{ ipv4: "10.8.0.0/16\nline vty", ipv6: "fd00::/64" }])).toThrow("is not an address pool");
  expect(() => renderFrr(ospf, [{ ipv4: "10.8.0.1/16", ipv6: "fd00::/64" }])).toThrow("is not an address pool");
});

it("names the daemons that must run", () => {
  expect(frrDaemons(ospf)).toEqual(["zebra", "ospfd", "ospf6d"]);
  expect(frrDaemons(bgp)).toEqual(["zebra", "bgpd"]);
});

function vtysh(text: string): { status: number | null; said: string } {
  const folder = mkdtempSync(path.join(tmpdir(), "frr-config-"));
  const file = path.join(folder, "frr.conf");
  writeFileSync(file, text);
  const { status, stdout, stderr } = spawnSync("vtysh", ["-C", "-f", file], { encoding: "utf8" });
  rmSync(folder, { recursive: true });
  return { status, said: stdout + stderr };
}
