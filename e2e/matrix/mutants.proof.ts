import { expect, test } from "@playwright/test";
import { randomUUID } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { record } from "../measure";
import { API } from "./api";
import { isMachine, wrongAnswer, wrongPage } from "./judge";
import { PAGES } from "./pages";
import { openEverybody, WHO, type Everybody } from "./who";

type Site = { n: number; place: string };
type Question = { told: string; wrong: () => Promise<string | null> };

/** Checks that no request of the matrix can meet, and why. Whoever adds one here has looked. */
const OUT_OF_REACH: readonly [place: RegExp, why: string][] = [
  [/"portal\.job"|do-slice/, "the portal's own jobs: nobody asks for them"],
  [/"setup"|"(invitation\.use|account\.accept|node\.enrol|balancer\.enrol|profile\.remotes)"/, "who acts is made from what the body holds"],
  [/"(node|balancer)\.(bundle|report)"|certify-node/, "who acts is made from the machine's token, which nobody else has"],
  [/"own\.(read|write)"/, "whoever is signed in may"],
  [/read-hiding-balancers\.ts/, "only a page asks, and whoever has no role is led to their own devices before"],
  [/find-usernames\.ts|make-links\.ts:\d+ commit/, "asked again, of somebody who has just been let in, about something that is there"],
  [/(change-account|list-tokens-of|server-conf-changes)\.ts:\d+ demand/, "asked by a page that has refused those who may not as a whole"],
];

let on: Everybody;
test.beforeAll(async () => {
  test.setTimeout(120_000);
  on = await openEverybody();
});
test.afterAll(() => on?.target.close());

const file = process.env.MUTANT_FILE ?? "";
const switchOff = (sites: Iterable<number>) => writeFileSync(file, [...sites].join(" "));
/** The checks that have refused since the last time. */
function refusals(): number[] {
  const sites = readFileSync(`${file}.log`, "utf8").split("\n").filter(Boolean).map(Number);
  writeFileSync(`${file}.log`, "");
  return sites;
}

function questions(): Question[] {
  const routes = Object.entries(API).flatMap(([name, row]) =>
    WHO.map((who): Question => {
      const [method = "", route = ""] = name.split(" ");
      return {
        told: `${name}, ${who}`,
        wrong: async () => {
          const { path, body } = row.ask(on, route, who);
          return wrongAnswer(row, who, (await on.knock(who, method, path, body)).status);
        },
      };
    }),
  );
  const pages = Object.entries(PAGES).flatMap(([route, row]) =>
    WHO.filter((who) => !who.includes("token") && !isMachine(who)).map((who): Question => {
      const path = row.path?.(on) ?? route.replaceAll(/\[[^\]]+\]/g, () => randomUUID());
      return { told: `${route}, ${who}`, wrong: () => wrongPage(on, row, who, path) };
    }),
  );
  return [...routes, ...pages];
}

/**
 * Switches one check off, and whatever then refuses in its place, until somebody gets in who may not: what stands behind a check that is
 * asked twice is shown as well.
 */
async function deleteUntilRed(site: number, asked: readonly Question[]): Promise<{ off: Set<number>; red: boolean; alone: boolean }> {
  const off = new Set([site]);
  let alone = false;
  for (let red = false; ; ) {
    switchOff(off);
    refusals();
    for (const question of asked) if ((await question.wrong()) !== null) red = true;
    if (off.size === 1) alone = red;
    const next = refusals().filter((one) => one > 0 && !off.has(one));
    if (next.length === 0) return { off, red, alone };
    for (const one of next) off.add(one);
  }
}

test("portal.3 deleting any one check turns the matrix red", async () => {
  test.setTimeout(3_600_000);
  const sites: Site[] = JSON.parse(readFileSync("mutants.json", "utf8"));
  const met = new Map<number, Question[]>();
  switchOff([]);
  for (const question of questions()) {
    refusals();
    expect(await question.wrong(), `${question.told}, with every check`).toBeNull();
    for (const site of new Set(refusals())) met.set(site, [...(met.get(site) ?? []), question]);
  }
  const shown = new Set<number>();
  let doubled = 0;
  for (const [site, asked] of met) {
    const { off, red, alone } = await deleteUntilRed(site, asked);
    if (red) for (const one of off) shown.add(one);
    if (red && !alone) doubled++;
  }
  switchOff([]);
  const reach = sites.filter(({ place }) => !OUT_OF_REACH.some(([out]) => out.test(place)));
  const green = reach.filter(({ n }) => !shown.has(n)).map(({ n, place }) => `${place} (${met.get(n)?.length ?? 0} requests met it)`);
  record({
    id: "portal.3.mutants",
    claim: `Checks that were switched off, and the matrix stayed green (${doubled} are asked twice: there the second was switched off too; ${sites.length - reach.length} are out of a request's reach)`,
    n: reach.length,
    unit: "checks",
    p50: 0,
    p90: 0,
    p99: 0,
    max: green.length,
    bound: "none",
    ok: green.length === 0,
  });
  expect(green).toEqual([]);
});
