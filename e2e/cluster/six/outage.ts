import { expect } from "@playwright/test";
import type { ClusterClient } from "../../../cluster/clients";
import type { Cluster } from "../../../cluster/cluster";
import { pingAll, silence } from "../../../cluster/mass-ping";
import { percentiles, record } from "../../measure";
import { until } from "../lab/until";
import { bothFamilies } from "./six";

/**
 * Does something to the cluster while every client is pinged in both families, waits until all whom it hits are answered again, and
 * measures how long each was silent. `whom` is asked last, when everybody is answered. Nobody else may be silent for longer than a flow
 * that a route moves under: `others` milliseconds.
 */
export async function measureOutage(
  six: Cluster,
  whom: () => Promise<readonly ClusterClient[]>,
  act: () => Promise<unknown>,
  measure: { id: string; claim: string; bound: number; others?: number; ms?: number },
): Promise<void> {
  const pings = await pingAll(six.network.backend, six.folder, bothFamilies(six.clients), 0.2);
  await until("everybody to be answered", () => [...pings.look().values()].every(({ echoes }) => echoes.length > 3), {
    ms: 30_000,
    every: 200,
  });
  const hit = await whom();
  const began = Date.now();
  await act();
  const acted = Date.now();
  const addresses = new Set(bothFamilies(hit).map(({ address }) => address));
  let seen = 0;
  await until(
    `${hit.length} clients to be back`,
    () => {
      const answers = [...pings.look()].filter(([address]) => addresses.has(address)).map(([, answer]) => answer);
      // Silent once, and answered since then; or never silent at all for as long as a client takes to notice.
      const back = answers.filter(
        ({ echoes }) => silence({ echoes, lost: [] }, began, Date.now()) > 1000 && (echoes.at(-1) ?? 0) > Date.now() - 700,
      );
      seen = back.length;
      const idle = Date.now() > acted + 20_000 && answers.every(({ echoes }) => (echoes.at(-1) ?? 0) > Date.now() - 700);
      return back.length === answers.length || idle;
    },
    { ms: measure.ms ?? 90_000, every: 250, seen: () => `${seen} of ${addresses.size} addresses are back.\n${six.said()}` },
  );
  const end = Date.now();
  const answers = await pings.stop();
  const silences = (of: readonly ClusterClient[]) =>
    of.map(({ person }) =>
      Math.max(...[person.ipv4, person.ipv6].map((ip) => silence(answers.get(ip) ?? { echoes: [], lost: [] }, began, end))),
    );
  const found = percentiles(silences(hit));
  const rest = silences(six.clients.filter((client) => !hit.includes(client)));
  const others = Math.max(0, ...rest);
  const ok = found.max < measure.bound && others < (measure.others ?? 3000);
  const { routing, nodes } = six.options;
  record({
    id: measure.id,
    claim: `${measure.claim} (${nodes} nodes, ${six.clients.length} clients, ${routing}): the outage of each of the ${hit.length} clients that it hit; all came back; nobody else was silent for longer than ${Math.round(others)} ms`,
    unit: "ms",
    ...found,
    bound: `< ${measure.bound} ms for who is hit, < ${measure.others ?? 3000} ms for the others`,
    ok,
  });
  expect(ok, `${JSON.stringify(found)}; the others: ${others} ms`).toBe(true);
}
