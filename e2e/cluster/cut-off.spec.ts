import { expect, test, type Page } from "@playwright/test";
import { percentiles, record, rounds } from "../measure";
import { clickOffboard, prepareToOffboard } from "../pages/offboard-user";
import { joinAll, onboard, setUp, type Api, type Person } from "./lab/api";
import { signInBrowser } from "./lab/browser";
import { openLab, tellFailure, type Lab } from "./lab/lab";
import { BACKEND } from "./lab/network";
import { startPing } from "./lab/ping";
import { until } from "./lab/until";
import type { Place } from "./lab/vpn-client";

const ROUNDS = rounds(10);
/** A late echo would still be seen for this long after the request. */
const LOOK = 3500;
const KINDS = [
  { id: "way.1.normal", what: "a normal client", deaf: false },
  { id: "way.1.hostile", what: "a client that hears no control packet", deaf: true },
];

let lab: Lab;
let api: Api;
let page: Page;

test.describe.configure({ mode: "serial", timeout: 120_000 });
test.beforeAll(async ({ browser }) => {
  lab = await openLab({ nodes: 2, places: KINDS.length });
  api = await setUp(lab);
  await joinAll(lab, api);
  page = await signInBrowser(browser, lab.portal().url, api);
});
test.afterEach(() => tellFailure(lab));
test.afterAll(() => lab?.close());

test(`way.1, I6 ${ROUNDS} offboardings in the browser, each of a normal client and of one that ignores control packets: dead at once`, async () => {
  test.setTimeout(60_000 + ROUNDS * 40_000);
  const took = new Map<string, number[]>(KINDS.map(({ id }) => [id, []]));
  const people = (round: number) => Promise.all(KINDS.map((_, kind) => onboard(lab, api, `p${round}-${kind}`)));
  let next = people(1);
  for (let round = 1; round <= ROUNDS; round++) {
    const now = await next;
    const connected = await Promise.all(now.map((person, kind) => connect(lab.places[kind], person, KINDS[kind]?.deaf ?? false)));
    const sent: number[] = [];
    for (const person of now) {
      await prepareToOffboard(page, lab.portal().url, person.username);
      sent.push(await clickOffboard(page));
      await expect(page.getByText("refused on 2 of 2 nodes")).toBeVisible();
    }
    if (round < ROUNDS) next = people(round + 1);
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
    const ok = found.max < 3000 && found.p50 < 500;
    record({ id, claim: `From the sending of the offboard request to the last echo of ${what}, pinged every 10 ms in both directions`, unit: "ms", ...found, bound: "every round < 3000 ms, p50 < 500 ms", ok });
    expect(ok, JSON.stringify(found)).toBe(true);
  }
});

/** Connects, and pings both ways, one family each. `end` gives the time of the last echo of all. */
async function connect(place: Place | undefined, person: Person, deaf: boolean): Promise<{ end: () => Promise<number> }> {
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
