import type { Person } from "./api";
import type { BalancedLab } from "./behind";
import type { LabNode } from "./node";
import { until } from "./until";
import type { Place, VpnClient } from "./vpn-client";

/** OpenVPN and the agent that would start it again, without a word to anybody. */
export async function crash(node: LabNode): Promise<void> {
  const openvpn = node.openvpnPid();
  await node.agent().signal("SIGKILL");
  await node.machine.sh(`kill -9 ${openvpn}`);
}

export type Connected = { person: Person; place: Place; client: VpnClient; node: LabNode };

/** A person at each of four places, two of them on each of the balancer's UDP nodes. */
export async function connectOnBoth(on: BalancedLab, prefix: string): Promise<Connected[]> {
  const connected: Connected[] = [];
  for (const [index, place] of on.lab.places.entries()) {
    const person = await on.onboard(`${prefix}${index}`, "udp");
    for (;;) {
      const client = await place.connect(person.profile);
      await client.up(30_000);
      const node = await until("a node to have it", () => on.nodeOf(person), { every: 100, seen: client.log });
      if (connected.filter((one) => one.node === node).length < 2) {
        await on.lab.route(person, node);
        connected.push({ person, place, client, node });
        break;
      }
      // Its source port decides: who is the third on one node tries another.
      await client.stop();
      await until("the node to see it go", async () => !(await on.nodeOf(person)), { every: 100 });
    }
  }
  return connected;
}
