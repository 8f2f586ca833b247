import { setTimeout as sleep } from "node:timers/promises";
import { expect, type Page } from "@playwright/test";
import { percentiles, record } from "../measure";
import { clickOffboard, prepareToOffboard } from "../pages/offboard-user";
import { onboard, type Api, type Person } from "./lab/api";
import type { Lab } from "./lab/lab";
import { BACKEND } from "./lab/network";
import { startPing } from "./lab/ping";
import { until } from "./lab/until";
import type { Place } from "./lab/vpn-client";

/** Beside other tests on two cores the half of them may take longer than in a proof, which has the machine to itself. */
const HALF = process.env.PROVE ? 500 : 1500;
/** A late echo would still be seen for this long after the request. */
const LOOK = 3500;
export const KINDS = [
  { id: "way.1.normal", what: "a normal client", deaf: false },
  { id: "way.1.hostile", what: "a client that hears no control packet", deaf: true },
];

/** Offboards one person of each kind a round, in the browser, while they are pinged every 10 ms; measures, and holds the bounds. */
export async function measureCutOff(lab: Lab, api: Api, page: Page, rounds: number): Promise<void> {
  const took = new Map<string, number[]>(KINDS.map(({ id }) => [id, []]));
  const people = (round: number) => Promise.all(KINDS.map((_, kind) => onboard(lab, api, `p${round}-${kind}`)));
  let next = people(1);
  await expectDeafness(lab, (await next)[0]);
  for (let round = 1; round <= rounds; round++) {
    const now = await next;
    const connected = await Promise.all(now.map((person, kind) => connect(lab, lab.places[kind], person, KINDS[kind]?.deaf ?? false)));
    const sent: number[] = [];
    for (const person of now) {
      await prepareToOffboard(page, lab.portal().url, person.username);
      sent.push(await clickOffboard(page));
      await expect(page.getByText("refused on 2 of 2 nodes")).toBeVisible();
    }
    if (round < rounds) next = people(round + 1);
    await Promise.all([next, until("late echoes", () => Date.now() > (sent.at(-1) ?? 0) + LOOK)]);
    for (const [kind, { id }] of KINDS.entries()) {
      const last = await connected[kind]?.end();
      const ms = (last ?? NaN) - (sent[kind] ?? NaN);
      expect(ms, `${id}: its pings were answered up to the request`).toBeGreaterThan(-100);
      took.get(id)?.push(Math.max(0, ms));
    }
  }
  for (const { id, what } of KINDS) {
    const found = percentiles(took.get(id) ?? []);
    const ok = found.max < 3000 && found.p50 < HALF;
    record({
      id,
      claim: `From the sending of the offboard request to the last echo of ${what}, pinged every 10 ms in both directions`,
      unit: "ms",
      ...found,
      bound: `every round < 3000 ms, p50 < ${HALF} ms`,
      ok,
    });
    expect(ok, JSON.stringify(found)).toBe(true);
  }
}

/** A client that hears no control packet hears no answer to its first one either. */
async function expectDeafness(lab: Lab, person: Person | undefined): Promise<void> {
  const [place] = lab.places;
  await place?.deafen(true);
  const client = await place?.connect(person?.profile ?? "");
  await sleep(2000);
  expect(client?.log()).toContain("UDPv4 link remote");
  expect(client?.log()).not.toContain("TLS: Initial packet");
  await client?.stop("SIGKILL");
}

/** Connects, and pings both ways, one family each. `end` gives the time of the last echo of all. */
async function connect(lab: Lab, place: Place | undefined, person: Person, deaf: boolean): Promise<{ end: () => Promise<number> }> {
  if (!place) throw new Error("There is a place for each kind.");
  await place.deafen(false);
  const client = await place.connect(person.profile);
  const node = lab.nodeAt(await client.up());
  await lab.route(person, node);
  if (deaf) await place.deafen(true);
  const pings = await Promise.all([startPing(place.machine, BACKEND.ipv6), startPing(lab.network.backend, person.ipv4)]);
  await until(`${person.username} to be answered`, () => pings.every((ping) => ping.echoes().length > 20), { seen: client.log });
  return {
    end: async () => {
      await Promise.all([...pings.map((ping) => ping.stop()), client.stop("SIGKILL")]);
      return Math.max(...pings.map((ping) => ping.last()));
    },
  };
}
