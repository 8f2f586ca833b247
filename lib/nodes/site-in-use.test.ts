import { expect, test } from "vitest";
import { whySiteStays } from "./site-in-use";

test.each([
  [{ nodes: [], balancers: [], last: false }, null],
  [{ nodes: ["vpn1"], balancers: [], last: false }, "DC1 has the node vpn1. Move or remove them first."],
  [
    { nodes: ["vpn1", "vpn2"], balancers: ["lb1"], last: true },
    "DC1 has the nodes vpn1, vpn2 and the balancer lb1. Move or remove them first.",
  ],
  [
    { nodes: [], balancers: [], last: true },
    "DC1 is the only site, and a cluster stands somewhere. Add another first, or rename this one.",
  ],
])("a site with %j: %s", (use, sentence) => expect(whySiteStays("DC1", use)).toBe(sentence));
