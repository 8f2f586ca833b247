import { expect, test } from "vitest";
import { readWish } from "./options";

test("without words it is the article's cluster, which stays until it is stopped", () => {
  const options = { nodes: 6, clients: 150, people: 800, routing: "ospf", topology: "subnet" };
  expect(readWish([])).toEqual({ verb: "stay", options, json: null });
  expect(readWish(["up", "--nodes", "3", "--clients", "12", "--routing", "bgp", "--topology", "net30", "--json", "a.json"])).toEqual({
    verb: "up",
    options: { nodes: 3, clients: 12, people: 800, routing: "bgp", topology: "net30" },
    json: "a.json",
  });
  expect(readWish(["status", "--json"])).toEqual({ verb: "status", json: true });
  expect(readWish(["status"])).toEqual({ verb: "status", json: false });
  expect(readWish(["down"])).toEqual({ verb: "down" });
});

test.each([
  [["away"], /not a command/],
  [["up", "down"], /one word too many/],
  [["up", "--nodes", "0"], /--nodes must be a number from 1/],
  [["up", "--nodes", "13"], /to 12/],
  [["--clients", "9999"], /--clients must be a number from 0 to 180/],
  [["--clients", "1e2"], /must be a number/],
  [["--routing", "rip"], /ospf or bgp/],
  [["--topology", "p2p"], /subnet or net30/],
  [["down", "--nodes", "3"], /takes no options/],
])("%j is refused in a sentence", (args, sentence) => {
  expect(() => readWish(args)).toThrow(sentence);
});
