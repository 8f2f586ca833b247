import { expect, test } from "vitest";
import { BALANCER, clientAddress, MOST, planNodes } from "./plan";

test("six nodes stand as in the article: two and two behind the balancer, two with addresses of their own", () => {
  expect(planNodes(6).map(({ site, balanced, address }) => `${site} ${balanced} ${address}`)).toEqual([
    "DC1 true 10.1.0.21",
    "DC1 true 10.1.0.22",
    "DC2 true 10.2.0.23",
    "DC2 true 10.2.0.24",
    "DC3 false 198.51.100.25",
    "DC3 false 198.51.100.26",
  ]);
});

test.each([1, 2, 3, 4, 5, 7, MOST.nodes])("of %i nodes the last is always reached directly, and no two share an address", (count) => {
  const nodes = planNodes(count);
  expect(nodes.at(-1)?.balanced).toBe(false);
  expect(new Set(nodes.flatMap(({ address, inside }) => [address, inside.ipv4, inside.ipv6])).size).toBe(3 * count);
  expect(nodes.every(({ balanced, site }) => balanced === (site !== "DC3"))).toBe(true);
});

test("no client has the address of a node or of the balancer, nor one that is none", () => {
  const taken = new Set([BALANCER.address, ...planNodes(MOST.nodes).map(({ address }) => address)]);
  const clients = Array.from({ length: MOST.clients }, (_, index) => clientAddress(index + 1));
  expect(clients.filter((address) => taken.has(address))).toEqual([]);
  expect(Number(clients.at(-1)?.split(".")[3])).toBeLessThan(255);
});
