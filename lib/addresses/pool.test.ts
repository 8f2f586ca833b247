import { describe, expect, it } from "vitest";
import { firstAndLastIndex, pairAt, PoolError, poolSize, randomUlaPrefix, readPool } from "./pool";

const pool = { ipv4: "10.8.0.0/16", ipv6: "fd7a:6ca6:e640:8000::/64" };

describe("pool", () => {
  it("names both halves of a pair with one index (I1)", () => {
    expect(pairAt(pool, 261)).toEqual({ index: 261, ipv4: "10.8.1.5", ipv6: "fd7a:6ca6:e640:8000::a08:105" });
    expect(pairAt({ ...pool, ipv4: "192.168.255.0/24" }, 254).ipv4).toBe("192.168.255.254");
  });

  it("keeps network, node and broadcast addresses from devices", () => {
    expect(firstAndLastIndex({ ...pool, ipv4: "10.8.0.0/29" })).toEqual({ first: 2, last: 6 });
    expect(poolSize(pool)).toBe(65_536);
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
