import { expect, test } from "@playwright/test";
import { randomUUID } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { record } from "../measure";
import { API } from "./api";
import { wrongAnswer, wrongPage } from "./judge";
import { PAGES } from "./pages";
import { openEverybody, WHO, type Everybody } from "./who";

type Site = { n: number; place: string };
type Question = { told: string; wrong: () => Promise<string | null> };

/** Checks that no request of the matrix can meet, and why. Whoever adds one here has looked. */
const OUT_OF_REACH: readonly [place: RegExp, why: string][] = [
  [/"portal\.job"/, "the portal's own jobs: nobody asks for them"],
  [/"setup"/, "who acts is made from the setup token"],
  [/"(invitation\.use|account\.accept|node\.enrol)"/, "who acts is made from the token in the body"],
];

let on: Everybody;
test.beforeAll(async () => {
  test.setTimeout(120_000);
  on = await openEverybody();
});
test.afterAll(() => on?.target.close());

const file = process.env.MUTANT_FILE ?? "";
const switchOff = (site: number | null) => writeFileSync(file, site === null ? "" : String(site));
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
    WHO.filter((who) => !who.includes("token") && !who.includes("node")).map((who): Question => {
      const path = row.path?.(on) ?? route.replaceAll(/\[[^\]]+\]/g, () => randomUUID());
      return { told: `${route}, ${who}`, wrong: () => wrongPage(on, row, who, path) };
    }),
  );
  return [...routes, ...pages];
}

test("portal.3 deleting any one check turns the matrix red", async () => {
  test.setTimeout(3_600_000);
  const sites: Site[] = JSON.parse(readFileSync("mutants.json", "utf8"));
  const met = new Map<number, Question[]>();
  switchOff(null);
  for (const question of questions()) {
    refusals();
    expect(await question.wrong(), `${question.told}, with every check`).toBeNull();
    for (const site of new Set(refusals())) met.set(site, [...(met.get(site) ?? []), question]);
  }
  const reach = sites.filter(({ place }) => !OUT_OF_REACH.some(([out]) => out.test(place)));
  const green: string[] = [];
  for (const { n, place } of reach) {
    switchOff(n);
    let red = false;
    for (const question of met.get(n) ?? []) if ((red = (await question.wrong()) !== null)) break;
    if (!red) green.push(`${place} (${met.get(n)?.length ?? 0} requests met it)`);
  }
  switchOff(null);
  record({
    id: "portal.3.mutants",
    claim: `Checks that were switched off one by one and left the matrix green (${sites.length - reach.length} more are out of a request's reach)`,
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
