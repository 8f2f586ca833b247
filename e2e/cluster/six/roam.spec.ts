import { expect } from "@playwright/test";
import type { Cluster } from "../../../cluster/cluster";
import { pingAll, silence } from "../../../cluster/mass-ping";
import { FLOWS } from "../../../cluster/plan";
import { percentiles, record, rounds } from "../../measure";
import { until } from "../lab/until";
import { profileTo, somebody, test } from "./six";

const ROUNDS = rounds(3, 20);
const BOUND = 1000;

type Roamed = { first: number; dead: number[] };

test.describe.configure({ timeout: 120_000 + ROUNDS * 30_000 });
for (const [how, signal] of [
  ["a clean exit", "SIGTERM"],
  ["a crash", "SIGKILL"],
] as const)
  test(`cluster.2 a device roams after ${how} of its client: the backend has it back, and no flow is dead for longer`, async ({ six }) => {
    const all: Roamed[] = [];
    const place = await six.openPlace();
    for (let round = 1; round <= ROUNDS; round++) {
      // Somebody new each time: who moves more often than three times a minute is taken for two.
      const person = await somebody(six, `roamer-${signal.slice(3).toLowerCase()}-${round}`);
      const from = six.nodes[round % six.nodes.length];
      const to = six.nodes[(round + 1) % six.nodes.length];
      if (!from || !to) throw new Error("There are two.");
      const before = await place.connect(profileTo(person, from));
      await before.up();
      const pings = await pingAll(
        six.network.backend,
        six.folder,
        FLOWS.flatMap(({ ipv4, ipv6 }) => [
          { address: person.ipv4, from: ipv4 },
          { address: person.ipv6, from: ipv6 },
        ]),
        0.02,
      );
      await until("every flow", () => [...pings.look().values()].every(({ echoes }) => echoes.length > 10), { ms: 20_000, every: 100 });
      await before.stop(signal);
      const after = await place.connect(profileTo(person, to));
      await until("the client to be up", () => after.ups() > 0, { every: 5, seen: after.log });
      const login = Date.now();
      await until("three seconds", () => Date.now() > login + 3000, { every: 100 });
      all.push(judge(await pings.stop(), login));
      await after.stop();
    }
    tell(six, `cluster.2.${signal === "SIGTERM" ? "clean" : "crash"}`, how, all);
  });

function judge(pings: Awaited<ReturnType<Awaited<ReturnType<typeof pingAll>>["stop"]>>, login: number): Roamed {
  const flows = [...pings.values()];
  const first = Math.min(...flows.flatMap(({ echoes }) => echoes.filter((at) => at > login)));
  return { first: first - login, dead: flows.map((flow) => silence(flow, login, login + 3000)) };
}

function tell({ options }: Cluster, id: string, how: string, all: readonly Roamed[]): void {
  const words = { unit: "ms", bound: `every round < ${BOUND} ms; 150 ms is the aim` };
  const first = percentiles(all.map((one) => one.first));
  const dead = percentiles(all.flatMap((one) => one.dead));
  const where = `${options.nodes} nodes, ${options.routing}`;
  const ok = first.max < BOUND && dead.max < BOUND;
  record({ id, claim: `Roaming after ${how} (${where}): from the login on another node to the first echo`, ...words, ...first, ok });
  record({
    id: `${id}.flows`,
    claim: `The same, over 8 flows in each family with ECMP in the core: the longest silence of each flow after the login`,
    ...words,
    ...dead,
    ok,
  });
  expect(ok, JSON.stringify({ first, dead })).toBe(true);
}
