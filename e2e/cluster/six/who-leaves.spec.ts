import { expect } from "@playwright/test";
import { pingAll } from "../../../cluster/mass-ping";
import { percentiles, record } from "../../measure";
import { countEchoes } from "../lab/ping";
import { until } from "../lab/until";
import { bothFamilies, quiet, test, WHOLE } from "./six";

// The last of those that share a cluster, which run in the order of their names: the others have everybody.
const LEAVERS = WHOLE ? 20 : 3;

test(`cluster.4, I6 everybody is reachable in both families; ${LEAVERS} are offboarded in one request and are gone, and nobody else notices`, async ({
  six,
}) => {
  test.setTimeout(240_000);
  await quiet(six);
  // Twice as far apart with 150 clients: 1,500 pings a second are enough for this machine.
  const pings = await pingAll(six.network.backend, six.folder, bothFamilies(six.clients), WHOLE ? 0.25 : 0.1);
  await until("everybody to answer in both families", () => [...pings.look().values()].every(({ echoes }) => echoes.length > 3), {
    ms: 30_000,
    every: 250,
    seen: six.said,
  });
  const before = Date.now();
  await until("ten seconds", () => Date.now() > before + 10_000, { every: 200 });

  const leavers = six.clients.slice(0, LEAVERS);
  const usernames = leavers.map(({ person }) => person.username);
  const asked = Date.now();
  await six.api.call("POST", "/api/v1/runs", { verb: "offboard", usernames, confirm: LEAVERS });
  await until("ten seconds", () => Date.now() > asked + 10_500, { every: 200 });
  // They knock until they are stopped: nothing lets them in again.
  const answers = await pings.stop();
  const last = (of: typeof leavers) => bothFamilies(of).map(({ address }) => (answers.get(address)?.echoes.at(-1) ?? 0) - asked);
  const gone = percentiles(leavers.map((leaver) => Math.max(0, ...last([leaver]))));
  const others = six.clients.slice(LEAVERS);
  const lost = (from: number, to: number) =>
    bothFamilies(others).reduce(
      (sum, { address }) => sum + (answers.get(address)?.lost.filter((at) => at > from && at <= to).length ?? 0),
      0,
    );
  const lostBefore = lost(asked - 10_000, asked);
  const lostAfter = lost(asked, asked + 10_000);
  const ok = gone.max < 3000 && lostAfter <= lostBefore;
  record({
    id: "cluster.4",
    claim: `${six.clients.length} clients, all reachable in both families with all routes in the core; ${LEAVERS} offboarded in one request: from the request to each one's last echo; the other ${others.length} lost ${lostBefore} pings in the 10 s before and ${lostAfter} in the 10 s after`,
    unit: "ms",
    ...gone,
    bound: "< 3000 ms, and the others lose no more than before",
    ok,
  });
  expect(ok, JSON.stringify({ gone, lostBefore, lostAfter })).toBe(true);
  for (const { person } of leavers.slice(0, 5)) expect(await countEchoes(six.network.backend, person.ipv4, 2)).toBe(0);
  const table = await six.network.core.sh("ip -o route show; ip -o -6 route show");
  expect(bothFamilies(leavers).filter(({ address }) => table.includes(`${address} `))).toEqual([]);
  await Promise.all(leavers.map(({ vpn }) => vpn.stop("SIGKILL")));
  six.clients.splice(0, LEAVERS);
});
