import { describe, expect, it } from "vitest";
import { NodeRouting } from "./node-settings";
import { nodeRouting, whyNotRouting, type RoutedNode, type RoutingFacts } from "./routing";
import { RoutingBody } from "./routing-body";

const pools = [{ ipv4: "10.8.0.0/16", ipv6: "fd7a:6ca6:e640:8000::/64" }];
const facts: RoutingFacts = {
  protocol: "ospf",
  area: "0.0.0.0",
  helloSeconds: 1,
  deadSeconds: 4,
  keyId: 1,
  ospfKey: "k",
  localAs: 64512,
  keepaliveSeconds: 1,
  holdSeconds: 3,
  bgpPassword: null,
  sites: [
    {
      site: "dc1",
      neighbors: [
        { address: "10.10.0.1", as: 65000 },
        { address: "fd00:10::1", as: 65000 },
      ],
    },
  ],
};
const vpn1: RoutedNode = { name: "vpn1", site: "dc1", state: "active", coreInterface: "core", routerId: "10.10.0.21" };

describe("what a node is told", () => {
  it("is what the agent's schema takes, and its own site's neighbours only", () => {
    const ospf = nodeRouting(facts, vpn1);
    expect(NodeRouting.parse(ospf)).toEqual(ospf);
    const bgp = nodeRouting({ ...facts, protocol: "bgp" }, vpn1);
    expect(NodeRouting.parse(bgp)).toMatchObject({ protocol: "bgp", localAs: 64512, neighbors: facts.sites[0]?.neighbors });
    expect(nodeRouting({ ...facts, protocol: "bgp" }, { ...vpn1, site: "dc2" })).toMatchObject({ neighbors: [] });
  });

  it("is nothing where routing is off, or where the node has no place in it", () => {
    expect(nodeRouting({ ...facts, protocol: "none" }, vpn1)).toBeNull();
    expect(nodeRouting(facts, { ...vpn1, coreInterface: null })).toBeNull();
    expect(nodeRouting(facts, { ...vpn1, routerId: null })).toBeNull();
  });
});

describe("what cannot go out is said", () => {
  const bgp: RoutingFacts = { ...facts, protocol: "bgp" };
  const twice = { address: "10.10.0.1", as: 65000 };
  const cases: [string, RoutingFacts, RoutedNode[], RegExp | null][] = [
    ["OSPF as it should be", facts, [vpn1], null],
    ["BGP as it should be", bgp, [vpn1], null],
    ["a node without a core interface", facts, [{ ...vpn1, coreInterface: null }], /^vpn1 has no core interface or no router ID/],
    ["two of them", facts, [vpn1, { ...vpn1, name: "a", routerId: null }, { ...vpn1, name: "b", routerId: null }], /^a, b have no core/],
    ["one that has not joined yet", facts, [{ ...vpn1, state: "joining", routerId: null }], null],
    ["and when routing is off", { ...facts, protocol: "none" }, [{ ...vpn1, routerId: null }], null],
    [
      "a neighbour inside the pool",
      { ...bgp, sites: [{ site: "dc1", neighbors: [{ address: "10.8.3.4", as: 1 }] }] },
      [],
      /inside the address pool 10\.8/,
    ],
    [
      "of IPv6",
      { ...facts, sites: [{ site: "dc1", neighbors: [{ address: "fd7a:6ca6:e640:8000::5", as: 1 }] }] },
      [],
      /inside the address pool fd7a/,
    ],
    ["a neighbour twice", { ...bgp, sites: [{ site: "dc1", neighbors: [twice, twice] }] }, [], /stands twice among the neighbours of dc1/],
    ["BGP without an AS number", { ...bgp, localAs: null }, [vpn1], /AS number/],
    ["a site with nodes and without neighbours", bgp, [{ ...vpn1, site: "dc2" }], /^dc2 has nodes and no IPv4 and no IPv6 neighbour/],
    [
      "or with those of one family",
      { ...bgp, sites: [{ site: "dc1", neighbors: [twice] }] },
      [vpn1],
      /^dc1 has nodes and no IPv6 neighbour: .*their IPv6 routes/,
    ],
  ];
  it.each(cases)("%s", (_name, of, nodes, expected) => {
    const found = whyNotRouting(of, nodes, pools);
    if (expected) expect(found?.sentence).toMatch(expected);
    else expect(found).toBeNull();
  });
});

describe("what the page sends", () => {
  const body = { version: 1, protocol: "ospf" };
  const neighbor = (address: string, as: unknown = 65000) => ({ ...body, sites: [{ site: "dc1", neighbors: [{ address, as }] }] });
  it.each([
    ["0", "0.0.0.0"],
    ["51", "0.0.0.51"],
    [" 0.0.1.2 ", "0.0.1.2"],
    ["4294967295", "255.255.255.255"],
  ])("the area %j is kept as %s", (area, kept) => {
    expect(RoutingBody.parse({ ...body, area }).area).toBe(kept);
  });

  it.each<[object, string, RegExp]>([
    [{ ...body, area: "4294967296" }, "area", /0 to 4294967295/],
    [{ ...body, area: "1.2.3" }, "area", /0 to 4294967295/],
    [{ ...body, area: "-1" }, "area", /0 to 4294967295/],
    [{ ...body, area: "1.2.3.4\n network 0.0.0.0/0" }, "area", /0 to 4294967295/],
    [{ ...body, ospfKey: "12345678901234567" }, "ospfKey", /16 characters at most/],
    [{ ...body, ospfKey: "" }, "ospfKey", /empty/],
    [{ ...body, ospfKey: "a b" }, "ospfKey", /letters, digits/],
    [{ ...body, ospfKey: "a!b" }, "ospfKey", /letters, digits/],
    [{ ...body, keyId: 256 }, "keyId", /from 1 to 255/],
    [{ ...body, keyId: 0 }, "keyId", /from 1 to 255/],
    [{ ...body, helloSeconds: 4, deadSeconds: 4 }, "deadSeconds", /longer than the hello/],
    [{ ...body, protocol: "bgp", keepaliveSeconds: 3, holdSeconds: 3 }, "holdSeconds", /longer than the keepalive/],
    [{ ...body, holdSeconds: 2 }, "holdSeconds", /from 3 to/],
    [{ ...body, localAs: 0 }, "localAs", /from 1 to 4,294,967,294/],
    [{ ...body, localAs: 4_294_967_295 }, "localAs", /from 1 to 4,294,967,294/],
    [{ ...body, localAs: 23_456 }, "localAs", /another one/],
    [{ ...body, protocol: "rip" }, "protocol", /none, ospf or bgp/],
    [neighbor("10.10.0.01"), "sites.0.neighbors.0.address", /usual spelling/],
    [neighbor("fe80::1"), "sites.0.neighbors.0.address", /link-local/],
    [neighbor("224.0.0.5"), "sites.0.neighbors.0.address", /no router/],
    [neighbor("10.10.0.1", 1.5), "sites.0.neighbors.0.as", /whole number/],
    [
      {
        ...body,
        sites: [
          { site: "dc1", neighbors: [] },
          { site: " dc1", neighbors: [] },
        ],
      },
      "sites.1.site",
      /twice/,
    ],
  ])("%j is refused at its field", (asked, field, sentence) => {
    const issue = RoutingBody.safeParse(asked).error?.issues[0];
    expect(issue?.path.join(".")).toBe(field);
    expect(issue?.message).toMatch(sentence);
  });
});
