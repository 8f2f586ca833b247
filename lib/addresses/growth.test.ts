import { describe, expect, it } from "vitest";
import { changedIndexes, nextPrefix, whyNotAdd, whyNotResize } from "./growth";
import { firstAndLastIndex, pairAt } from "./pool";
import { inPool, indexOf, ipv4At, ipv4Of, numberOf, overlap, poolOf, spanOf } from "./range";

const pool = { id: 1, ipv4: "10.8.0.0/16", ipv6: "fd7a:6ca6:e640:8000::/64", topology: "subnet" as const };
const second = { id: 2, ipv4: "10.12.0.0/16", ipv6: "fd7a:6ca6:e640:8001::/64", topology: "subnet" as const };
const none = { routes4: [], routes6: [], nameServers: [] };

describe("a pool's growth", () => {
  it("I1: a wider or narrower range changes no pair that both have", () => {
    for (const to of ["10.8.0.0/15", "10.8.0.0/14", "10.8.0.0/24"])
      for (const index of [2, 100, 254]) expect(pairAt({ ...pool, ipv4: to }, index)).toEqual(pairAt(pool, index));
  });

  it("I1: nor does it in net30, where it brings whole /30s", () => {
    const net30 = { ...pool, topology: "net30" as const };
    for (const to of ["10.8.0.0/15", "10.8.0.0/24"])
      for (const index of [1, 30, 63]) expect(pairAt({ ...net30, ipv4: to }, index)).toEqual(pairAt(net30, index));
    expect(changedIndexes(net30, { ...net30, ipv4: "10.8.0.0/15" })).toEqual({ kind: "wider", first: 16_384, last: 32_767 });
  });

  it("brings what lay behind the old end, its broadcast address too, and takes the same back", () => {
    expect(changedIndexes(pool, { ...pool, ipv4: "10.8.0.0/15" })).toEqual({ kind: "wider", first: 65_535, last: 131_070 });
    expect(changedIndexes({ ...pool, ipv4: "10.8.0.0/15" }, pool)).toEqual({ kind: "narrower", first: 65_535, last: 131_070 });
    expect(firstAndLastIndex(pool).last).toBe(65_534);
  });

  it.each([
    ["10.8.0.0/15", none, null],
    ["10.8.0.0/17", none, null],
    ["10.8.0.0/16", none, /already/],
    ["10.0.0.0/14", none, /second range/],
    ["192.168.0.0/16", none, /second range/],
    ["10.8.0.0/14", { ...none, routes4: ["10.9.3.0/24"] }, /swallow 10\.9\.3\.0\/24/],
    ["10.8.0.0/15", { ...none, routes4: ["10.0.0.0/8", "0.0.0.0/0"] }, null],
    ["10.8.0.0/15", { ...none, nameServers: ["10.9.0.53"] }, /name server 10\.9\.0\.53/],
    ["10.8.0.0/15", { ...none, nameServers: ["10.8.0.1", "10.8.0.53", "fd7a::1"] }, null],
    ["10.8.0.0/14", none, null],
  ])("%s instead of 10.8.0.0/16", (ipv4, elsewhere, says) => {
    const why = whyNotResize(pool, ipv4, [], elsewhere);
    if (says === null) expect(why).toBeNull();
    else expect(why).toMatchObject({ field: "ipv4", sentence: expect.stringMatching(says) });
  });

  it.each([
    [{ ...second, ipv4: "10.8.128.0/17" }, "ipv4", /overlaps the pool 10\.8\.0\.0\/16/],
    [{ ...second, ipv6: "fd7a:6ca6:e640:8000::/80" }, "ipv6", /overlaps the pool fd7a/],
    [second, null, null],
  ])("a second pool %j", (asked, field, says) => {
    const why = whyNotAdd(asked, [pool], none);
    if (says === null) expect(why).toBeNull();
    else expect(why).toMatchObject({ field, sentence: expect.stringMatching(says) });
  });

  it("nor a 65th pool: every node would refuse every bundle from then on, and the removals in it (I6)", () => {
    const many = (n: number) =>
      Array.from({ length: n }, (_, i) => ({ ...pool, id: i, ipv4: `10.${100 + i}.0.0/24`, ipv6: `fd00:${i}::/64` }));
    expect(whyNotAdd(second, many(63), none)).toBeNull();
    expect(whyNotAdd(second, many(64), none)).toMatchObject({ sentence: expect.stringContaining("as many as a node takes") });
  });

  it("nor a router that the nodes speak with", () => {
    expect(whyNotAdd(second, [pool], { ...none, routers: ["10.10.0.1", "10.12.0.1"] })).toMatchObject({
      field: "ipv4",
      sentence: expect.stringContaining("10.12.0.1, a router"),
    });
  });

  it("a second pool swallows no network behind the nodes", () => {
    expect(whyNotAdd(second, [pool], { ...none, routes6: ["fd7a:6ca6:e640:8001::/64"] })).toMatchObject({ field: "ipv6" });
    expect(whyNotAdd({ ...second, ipv4: "10.20.0.0/16" }, [pool], { ...none, routes4: ["10.20.0.0/24"] })).toMatchObject({ field: "ipv4" });
    expect(whyNotResize(pool, "10.8.0.0/14", [{ ...second, ipv4: "10.10.0.0/16" }], none)).toMatchObject({ field: "ipv4" });
  });

  it("suggests the next prefix", () => {
    expect(nextPrefix([pool])).toBe("fd7a:6ca6:e640:8001::/64");
    expect(nextPrefix([pool, second])).toBe("fd7a:6ca6:e640:8002::/64");
  });
});

describe("ranges", () => {
  it("finds indexes and pools", () => {
    expect([numberOf("10.8.1.5"), ipv4Of(numberOf("192.168.255.254"))]).toEqual([0x0a080105, "192.168.255.254"]);
    expect([indexOf(pool, "10.8.1.5"), indexOf(pool, "10.9.0.0"), indexOf(pool, "10.7.255.255")]).toEqual([261, null, null]);
    expect(poolOf([pool, second], "10.12.0.9")).toBe(second);
    expect(() => poolOf([pool, second], "10.13.0.9")).toThrow("no address pool");
  });

  it("knows in net30 each of a /30's four addresses, and finds the device's", () => {
    const net30 = { ...pool, topology: "net30" as const };
    expect(["10.8.0.3", "10.8.0.4", "10.8.0.7", "10.8.0.8", "10.9.0.0"].map((ipv4) => indexOf(net30, ipv4))).toEqual([0, 1, 1, 2, null]);
    expect(ipv4At(net30, 1)).toBe("10.8.0.6");
    expect(spanOf(net30, 1, 2)).toEqual({ first: "10.8.0.4", last: "10.8.0.11" });
    const range = (first: string, last: string) => inPool(net30, { first: numberOf(first), last: numberOf(last) });
    expect(range("10.8.0.6", "10.8.0.6")).toEqual({ first: 1, last: 1 });
    expect(range("10.8.0.5", "10.8.0.5")).toBeNull();
    expect(range("10.8.0.7", "10.8.0.18")).toEqual({ first: 2, last: 4 });
    expect(range("10.0.0.0", "10.255.255.255")).toEqual({ first: 0, last: 16_383 });
    expect(range("10.9.0.0", "10.9.0.99")).toBeNull();
  });

  it.each([
    ["10.8.0.0/16", "10.8.4.0/24", true],
    ["10.8.4.0/24", "10.8.0.0/16", true],
    ["10.8.0.0/17", "10.8.128.0/17", false],
    ["10.8.0.0/16", "fd7a::/64", false],
    ["fd7a::/48", "fd7a:0:0:5::/64", true],
  ])("%s and %s overlap: %s", (one, other, expected) => expect(overlap(one, other)).toBe(expected));
});
