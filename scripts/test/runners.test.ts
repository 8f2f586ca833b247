import { expect, test } from "vitest";
import { proof } from "../prove/proof.mjs";
import { ranInPlaywright, testsOf } from "../prove/named-tests.mjs";
import { countPlaywright, countVitest } from "./runners.mjs";
import { counted } from "./run.mjs";

test("a test file that could not be loaded, and a runner that crashed, count as failed", () => {
  const report = {
    numPassedTests: 3,
    numFailedTests: 1,
    numPendingTests: 2,
    numTodoTests: 0,
    testResults: [
      { status: "failed", assertionResults: [{ status: "failed", fullName: "a" }] },
      { status: "failed", assertionResults: [] },
    ],
  };
  expect(countVitest(report)).toEqual({ passed: 3, failed: 2, skipped: 2, failures: ["a"] });
  expect(counted({ code: 1, report: null }, countVitest)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  expect(counted({ code: 1, report: { ...report, numFailedTests: 0, testResults: [] } }, countVitest).failed).toBe(1);
});

test("a journey that passed on a second try counts as passed, and an error outside the tests as failed", () => {
  const stats = { expected: 4, unexpected: 0, flaky: 0, skipped: 1 };
  expect(countPlaywright({ stats: { ...stats, flaky: 1 }, errors: [], suites: [] })).toEqual({
    passed: 5,
    failed: 0,
    skipped: 1,
    failures: [],
  });
  expect(countPlaywright({ stats, errors: [{}], suites: [] }).failed).toBe(1);
});

test("what failed is named with the first line of why", () => {
  const failed = (message?: string) => ({ results: [{ status: "failed", duration: 5, error: { message } }] });
  const specs = [
    { title: "one", ok: false, tests: [failed("\u001b[31mError\u001b[39m: no\nat here")] },
    { title: "two", ok: false, tests: [failed()] },
  ];
  const suites = [{ title: "a.spec.ts", specs }];
  const stats = { expected: 0, unexpected: 2, flaky: 0, skipped: 0 };
  expect(countPlaywright({ stats, errors: [], suites }).failures).toEqual(["a.spec.ts one: Error: no", "a.spec.ts two"]);
});

test("an id's tests are those with it in their titles, and way.1 is not way.10", () => {
  const spec = (title: string, ok = true) => ({ title, ok, tests: [{ results: [{ status: ok ? "passed" : "failed", duration: 5 }] }] });
  const ran = ranInPlaywright([{ title: "way.1", specs: [spec("in")], suites: [{ title: "deeper", specs: [spec("way.10 out")] }] }]);
  expect(testsOf(ran, "way.1").map(({ title }) => title)).toEqual(["way.1 in", "way.1 deeper way.10 out"]);
  expect(testsOf(ran, "way.10")).toHaveLength(1);
});

test("proof: measures stand for their tests, unless one failed; no test at all proves nothing", () => {
  const measure = { id: "way.1.hostile", claim: "c", n: 1, unit: "ms", p50: 1, p90: 1, p99: 1, max: 1, bound: "b", ok: true };
  const good = { title: "way.1 passes", ok: true, ms: 5, why: "" };
  expect(proof("way.1", [measure], [good])).toEqual([measure]);
  expect(proof("way.1", [measure], [{ ...good, ok: false }]).map(({ ok }) => ok)).toEqual([true, false]);
  expect(proof("way.2", [measure], [good])).toMatchObject([{ id: "way.2", n: 0, ok: false }]);
  expect(proof("way.1", [], [good])).toMatchObject([{ id: "way.1", n: 1, ok: true, max: 5 }]);
});
