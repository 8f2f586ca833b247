import { expect } from "@playwright/test";
import type { Cluster } from "../../../cluster/cluster";
import { BACKEND } from "../../../cluster/plan";
import { percentiles, record } from "../../measure";
import { countEchoes } from "../lab/ping";
import { until } from "../lab/until";
import { profileTo, somebody, wayTo } from "./six";

/** One device goes from node to node: the same pair on each, and the backend and it reach each other in both families. */
export async function visitEveryNode(six: Cluster, id: string): Promise<void> {
  const { routing, topology } = six.options;
  const person = await somebody(six, `visitor-${routing}`);
  const place = await six.openPlace();
  const took: number[] = [];
  for (const node of six.nodes) {
    const client = await place.connect(profileTo(person, node));
    await until(`the visitor on ${node.name}`, () => client.ups() > 0, { every: 5, seen: client.log });
    const login = Date.now();
    await until(
      `the core to know that the visitor is on ${node.name} alone`,
      async () => JSON.stringify(await wayTo(six, person)) === JSON.stringify({ ipv4: [node.name], ipv6: [node.name] }),
      { ms: 20_000, every: 10, seen: six.said },
    );
    took.push(Date.now() - login);
    expect(await client.pair(), node.name).toEqual({ ipv4: person.ipv4, ipv6: person.ipv6 });
    const ways = [
      countEchoes(six.network.backend, person.ipv4),
      countEchoes(six.network.backend, person.ipv6),
      countEchoes(place.machine, BACKEND.ipv4),
      countEchoes(place.machine, BACKEND.ipv6),
    ];
    expect(await Promise.all(ways), `echoes on ${node.name}: to the device and from it, IPv4 and IPv6`).toEqual([3, 3, 3, 3]);
    await client.stop();
  }
  const found = percentiles(took);
  record({
    id,
    claim: `One device had the same IPv4 and IPv6 on ${six.nodes.length} nodes (${routing}, ${topology}), and the backend and it reached each other: from each login until the core had both routes`,
    unit: "ms",
    ...found,
    bound: "the same pair and every echo on every node",
    ok: true,
  });
}
