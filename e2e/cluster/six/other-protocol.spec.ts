import { test } from "@playwright/test";
import { openCluster } from "../../../cluster/cluster";
import { WHOLE } from "./six";
import { visitEveryNode } from "./visit";

// A cluster of its own: a topology is chosen at setup.
if (WHOLE)
  test("cluster.1, I1 one device has the same IPv4 and IPv6 on every node, and the backend reaches it on each, both ways (BGP, net30)", async () => {
    test.setTimeout(600_000);
    const six = await openCluster(
      { nodes: 6, clients: 0, people: 10, routing: "bgp", topology: "net30" },
      { prefix: `hp-lab-${process.pid}` },
    );
    try {
      await visitEveryNode(six, "cluster.1.bgp");
    } finally {
      await six.close();
    }
  });
