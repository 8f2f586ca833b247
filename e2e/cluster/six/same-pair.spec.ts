import { test } from "./six";
import { visitEveryNode } from "./visit";

test("cluster.1, I1 one device has the same IPv4 and IPv6 on every node, and the backend reaches it on each, both ways (OSPF, subnet)", async ({
  six,
}) => {
  test.setTimeout(180_000);
  await visitEveryNode(six, "cluster.1.ospf.subnet");
});
