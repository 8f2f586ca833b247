import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { backendKey, bucketsOf, renderBalancerMap, TABLE, type Backend } from "./balancer-map";
import type { BalancerSettings } from "./node-settings";

const node = (n: number, more: Partial<Backend> = {}): Backend => ({
  node: `vpn${n}`,
  address: `10.1.0.2${n}`,
  port: 1194,
  proto: "udp",
  ...more,
});
const four = [1, 2, 3, 4].map((n) => node(n));
const up = (backends: Backend[]) => new Set(backends.map(backendKey));
const shares = (buckets: Backend[]) => [...new Set(buckets)].map((node) => buckets.filter((one) => one === node).length);

describe("buckets", () => {
  test.each([1, 2, 3, 4, 5, 6, 8, 10])("%i nodes get equal shares", (n) => {
    const nodes = Array.from({ length: n }, (_, i) => node(i));
    expect(shares(bucketsOf(nodes, up(nodes)))).toEqual(Array.from({ length: n }, () => 120 / n));
  });

  test("a node that goes out moves its own flows alone, evenly, and gets them back", () => {
    const whole = bucketsOf(four, up(four));
    const without = bucketsOf(four, up(four.filter((one) => one.node !== "vpn2")));
    whole.forEach((one, i) => one.node === "vpn2" || expect(without[i]).toBe(one));
    const took = without.filter((_, i) => whole[i]?.node === "vpn2");
    expect(shares(took)).toEqual([10, 10, 10]);
    expect(bucketsOf([...four].reverse(), up(four))).toEqual(whole);
  });

  test("nobody up, no buckets", () => expect(bucketsOf(four, new Set())).toEqual([]));
});

const settings: BalancerSettings = {
  listeners: [
    { address: null, port: 1194, proto: "udp" },
    { address: "198.51.100.10", port: 1194, proto: "udp" },
    { address: "198.51.100.10", port: 443, proto: "tcp" },
    { address: "2001:db8::10", port: 1194, proto: "udp" },
  ],
  backends: [...four, node(5, { proto: "tcp", port: 443 }), node(6, { address: "fd00:1::26", port: 1195 }), node(7, { proto: "tcp" })],
};

test("an address of its own comes before every address; a family or a protocol without nodes has no rule", () => {
  const rules = renderBalancerMap(settings, up(settings.backends))
    .split("\n")
    .filter((line) => line.startsWith("add rule"))
    .map((line) => line.replace(`add rule inet ${TABLE} prerouting `, "").replace(/ map .*/, ""));
  const hash = (family: string, proto: string) => `dnat ${family} to jhash ${family} saddr . ${proto} sport mod 120 seed 0x686f6d65`;
  expect(rules).toEqual([
    `ip daddr 198.51.100.10 udp dport 1194 ${hash("ip", "udp")}`,
    `ip daddr 198.51.100.10 tcp dport 443 ${hash("ip", "tcp")}`,
    `ip6 daddr 2001:db8::10 udp dport 1194 ${hash("ip6", "udp")}`,
    `meta nfproto ipv4 fib daddr type local udp dport 1194 ${hash("ip", "udp")}`,
    `meta nfproto ipv6 fib daddr type local udp dport 1194 ${hash("ip6", "udp")}`,
  ]);
});

const alone = (script: string, input: string) => spawnSync("unshare", ["--net", "sh", "-ec", script], { input, encoding: "utf8" });

describe.skipIf(alone("nft list ruleset", "").status !== 0)("nft (as root)", () => {
  test("takes the table, once and again, and shows it with every node in its place", () => {
    const text = renderBalancerMap(settings, up(settings.backends));
    const done = alone(`t=$(cat); echo "$t" | nft -f -; echo "$t" | nft -f -; nft list ruleset`, text);
    expect(done.stderr).toBe("");
    expect(done.stdout.match(/dnat ip/g)).toHaveLength(5);
    expect(done.stdout).toContain("119 : 10.1.0.24 . 1194");
    expect(done.stdout).toContain("fd00:1::26 . 1195");
  });

  test("takes the table of a balancer without nodes, and refuses a wrong one whole", () => {
    const empty = renderBalancerMap({ ...settings, backends: [] }, new Set());
    const wrong = renderBalancerMap(settings, up(settings.backends)).replace("10.1.0.24 . 1194", "10.1.0.999 . 1194");
    const done = alone(`nft -f - <<'END'\n${empty}\nEND\nnft -f - <<'END' 2>/dev/null || true\n${wrong}\nEND\nnft list ruleset`, "");
    expect(done.stdout).toContain(`table inet ${TABLE}`);
    expect(done.stdout).not.toContain("dnat ip");
  });
});
