import { test } from "@playwright/test";
import { openCluster } from "../../../cluster/cluster";
import { WHOLE } from "./six";
import { visitEveryNode } from "./visit";

// A cluster of its own for each: a topology is chosen at setup. OSPF with subnet is the big one's (same-pair.spec.ts).
const OTHERS = [
  { routing: "bgp", topology: "net30" },
  { routing: "bgp", topology: "subnet" },
  { routing: "ospf", topology: "net30" },
] as const;

if (WHOLE)
  for (const { routing, topology } of OTHERS)
    test(`cluster.1, I1 one device has the same IPv4 and IPv6 on every node, and the backend reaches it on each, both ways (${routing.toUpperCase()}, ${topology})`, async () => {
      test.setTimeout(600_000);
      const six = await openCluster({ nodes: 6, clients: 0, people: 10, routing, topology }, { prefix: `hp-lab-${process.pid}` });
      try {
        await visitEveryNode(six, `cluster.1.${routing}.${topology}`);
      } finally {
        await six.close();
      }
    });
