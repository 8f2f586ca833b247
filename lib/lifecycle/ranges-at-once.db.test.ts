import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { holds } from "@/lib/addresses/range";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { env } from "@/lib/env";
import { changeRouting } from "@/lib/nodes/change-routing";
import { readRouting } from "@/lib/nodes/read-routing";
import { RoutingBody } from "@/lib/nodes/routing-body";
import { addPool } from "./add-pool";
import { changeSettings } from "./change-settings";
import { as, newCluster, openConnections } from "./cluster-for-tests";
import { AddPoolBody, ResizePoolBody } from "./pool-bodies";
import { readClusterSettings } from "./read-settings";
import { resizePool } from "./resize-pool";
import { SettingsBody } from "./settings-body";

let admin: Actor;
let gate: pg.Client;
beforeAll(async () => {
  admin = await newCluster();
  gate = new pg.Client({ connectionString: env().databaseUrl });
  await gate.connect();
  await openConnections();
});
afterAll(() => gate.end());
beforeEach(async () => {
  await db().cluster.update({ where: { id: 1 }, data: { routes4: [], nameServers: [] } });
});

/** How many transactions wait for a lock: on two connections of their own. */
const waiting = async () =>
  Number(
    (await gate.query("SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")).rows[0]
      ?.n,
  );
async function untilWaiting(n: number): Promise<void> {
  for (const end = Date.now() + 20_000; (await waiting()) < n; ) {
    if (Date.now() > end) throw new Error(`${await waiting()} wait, not ${n}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
/** Both have decided, or wait for the other to, when the first of them may finish. */
async function atOnce(...work: (() => Promise<unknown>)[]): Promise<PromiseSettledResult<unknown>[]> {
  await gate.query("BEGIN");
  await gate.query("SELECT 1 FROM cluster WHERE id = 1 FOR UPDATE");
  const begun: Promise<unknown>[] = [];
  for (const [at, one] of work.entries()) {
    begun.push(one());
    await untilWaiting(at + 1);
  }
  const ended = Promise.allSettled(begun);
  await gate.query("COMMIT");
  return ended;
}

const settings = async (change: object) => SettingsBody.parse({ ...(await readClusterSettings(as(admin))), ...change });
const refused = (sentence: RegExp) => ({ status: "rejected", reason: { code: "invalid", sentence: expect.stringMatching(sentence) } });
async function noRouteInAPool(): Promise<void> {
  const { routes4 } = await db().cluster.findUniqueOrThrow({ where: { id: 1 } });
  for (const { ipv4 } of await db().addressPool.findMany())
    for (const route of routes4) expect(holds(ipv4, route), `${route} in ${ipv4}`).toBe(false);
}

test("portal.7 I1: a route into a range and the range itself, at once: the second sees the first, whichever it is", async () => {
  const [first, second] = [
    await settings({ routes4: ["10.12.0.0/28"] }),
    AddPoolBody.parse({ ipv4: "10.12.0.0/24", ipv6: "fd7a:6ca6:e640:8001::/64" }),
  ];
  const route = () => changeSettings(as(admin), first);
  const pool = () => addPool(as(admin), second);
  const [routed, added] = await atOnce(route, pool);
  expect(routed?.status).toBe("fulfilled");
  expect(added).toMatchObject(refused(/would swallow 10\.12\.0\.0\/28/));
  await noRouteInAPool();

  const again = await settings({ routes4: ["10.13.0.0/28"], deviceLimit: 7 });
  const other = AddPoolBody.parse({ ipv4: "10.13.0.0/24", ipv6: "fd7a:6ca6:e640:8002::/64" });
  const [addedFirst, routedSecond] = await atOnce(
    () => addPool(as(admin), other),
    () => changeSettings(as(admin), again),
  );
  expect(addedFirst?.status).toBe("fulfilled");
  expect(routedSecond).toMatchObject(refused(/10\.13\.0\.0\/28 is inside the address pool 10\.13\.0\.0\/24/));
  await noRouteInAPool();
});

test("portal.7 I1: a pool that grows over a route that comes at the same moment", async () => {
  const pool = await db().addressPool.findFirstOrThrow({ orderBy: { id: "asc" } });
  const body = await settings({ routes4: ["10.8.1.0/28"] });
  const [grown, routed] = await atOnce(
    () => resizePool(as(admin), pool.id, ResizePoolBody.parse({ ipv4: "10.8.0.0/23", version: pool.version })),
    () => changeSettings(as(admin), body),
  );
  expect(grown?.status).toBe("fulfilled");
  expect(routed).toMatchObject(refused(/10\.8\.1\.0\/28 is inside the address pool 10\.8\.0\.0\/23/));
  await noRouteInAPool();
});

test("portal.7: a router and a pool around it, at once, in a cluster without a node", async () => {
  const [site] = await db().site.findMany();
  if (!site) await db().site.create({ data: { name: "Harbour", createdAt: new Date() } });
  const { name } = await db().site.findFirstOrThrow();
  const { version } = await readRouting(as(admin));
  const body = RoutingBody.parse({ version, protocol: "none", sites: [{ site: name, neighbors: [{ address: "10.14.0.1", as: 65000 }] }] });
  const pool = AddPoolBody.parse({ ipv4: "10.14.0.0/24", ipv6: "fd7a:6ca6:e640:8003::/64" });
  const [routing, added] = await atOnce(
    () => changeRouting(as(admin), body),
    () => addPool(as(admin), pool),
  );
  expect(routing?.status).toBe("fulfilled");
  expect(added).toMatchObject(refused(/would swallow 10\.14\.0\.1, a router/));
});
