import { describe, expect, it } from "vitest";
import { firstAndLastIndex, nodeAddresses, pairAt, PoolError, poolSize, randomUlaPrefix, readPool } from "./pool";

const pool = { ipv4: "10.8.0.0/16", ipv6: "fd7a:6ca6:e640:8000::/64", topology: "subnet" } as const;

describe("pool", () => {
  it("names both halves of a pair with one index (I1)", () => {
    expect(pairAt(pool, 261)).toEqual({ index: 261, ipv4: "10.8.1.5", ipv6: "fd7a:6ca6:e640:8000::a08:105" });
    expect(pairAt({ ...pool, ipv4: "192.168.255.0/24" }, 254).ipv4).toBe("192.168.255.254");
  });

  it("keeps network, node and broadcast addresses from devices", () => {
    expect(firstAndLastIndex({ ...pool, ipv4: "10.8.0.0/29" })).toEqual({ first: 2, last: 6 });
    expect(poolSize(pool)).toBe(65_536);
  });

  it("I1: in net30 an index is a /30, and the device's address is its third", () => {
    const net30 = { ...pool, topology: "net30" } as const;
    expect(pairAt(net30, 1)).toEqual({ index: 1, ipv4: "10.8.0.6", ipv6: "fd7a:6ca6:e640:8000::a08:6" });
    expect(pairAt(net30, 65)).toEqual({ index: 65, ipv4: "10.8.1.6", ipv6: "fd7a:6ca6:e640:8000::a08:106" });
    expect(poolSize(net30)).toBe(16_384);
    expect(firstAndLastIndex(net30)).toEqual({ first: 1, last: 16_383 });
    expect(firstAndLastIndex({ ...net30, ipv4: "10.8.0.0/29" })).toEqual({ first: 1, last: 1 });
    expect(pairAt(net30, 16_383).ipv4).toBe("10.8.255.254");
    const every = Array.from({ length: 16_383 }, (_, i) => pairAt(net30, i + 1).ipv4);
    expect(new Set(every).size).toBe(16_383);
  });

  it.each(["subnet", "net30"] as const)("gives the nodes an address that no device has, in %s", (topology) => {
    const { own, far } = nodeAddresses(pool);
    expect([own, far]).toEqual([
      { ipv4: "10.8.0.1", ipv6: "fd7a:6ca6:e640:8000::a08:1" },
      { ipv4: "10.8.0.2", ipv6: "fd7a:6ca6:e640:8000::a08:2" },
    ]);
    const { first } = firstAndLastIndex({ ...pool, topology });
    expect(pairAt({ ...pool, topology }, first).ipv4).not.toBe(own.ipv4);
  });

  it("makes unique local prefixes from 40 random bits (RFC 4193)", () => {
    expect(randomUlaPrefix(Uint8Array.of(0x7a, 0x6c, 0xa6, 0xe6, 0x40))).toBe("fd7a:6ca6:e640:8000::/64");
    expect(readPool({ ...pool, ipv6: randomUlaPrefix(Uint8Array.of(1, 2, 3, 4, 5)) }).ipv6).toBe("fd01:203:405:8000::/64");
  });

  it.each([
    ["10.8.0.0", "ipv4", "prefix length"],
    ["10.8.0.1/16", "ipv4", "did you mean 10.8.0.0/16"],
    ["10.8.0.0/30", "ipv4", "between /14"],
    ["8.8.0.0/16", "ipv4", "private"],
    ["010.8.0.0/16", "ipv4", "prefix length"],
    ["0x0a.8.0.0/16", "ipv4", "prefix length"],
    ["10.8.0.0/16\n", "ipv4", null],
    ["999.8.0.0/16", "ipv4", "prefix length"],
  ])("reads the IPv4 range %j", (ipv4, field, says) => {
    if (says === null) return expect(readPool({ ...pool, ipv4 }).ipv4).toBe("10.8.0.0/16");
    expect(() => readPool({ ...pool, ipv4 })).toThrow(says);
    try {
      readPool({ ...pool, ipv4 });
    } catch (error) {
      expect(error).toBeInstanceOf(PoolError);
      expect(error).toHaveProperty("field", field);
    }
  });

  it.each([
    ["fd7a::", "prefix length"],
    ["fd7a::/128", "between /48"],
    ["fd7a::1/64", "did you mean fd7a::/64"],
    ["ff02::/64", "unique local"],
    ["::/64", "unique local"],
    ["fe80::/64", "unique local"],
    ["hello/64", "prefix length"],
  ])("refuses the IPv6 prefix %s", (ipv6, says) => {
    expect(() => readPool({ ...pool, ipv6 })).toThrow(says);
  });
});
