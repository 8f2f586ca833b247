import { testsOf } from "./named-tests.mjs";

/** @typedef {import("../../e2e/measure").Measure} Measure */
/** @typedef {import("./named-tests.mjs").Ran} Ran */

/**
 * The lines of one id: what its tests have measured, or that they all passed; and what is wrong with it.
 * @param {string} id @param {Measure[]} measures @param {Ran[]} ran
 * @returns {Measure[]}
 */
export function proof(id, measures, ran) {
  const mine = measures.filter((measure) => measure.id === id || measure.id.startsWith(`${id}.`));
  const tests = testsOf(ran, id);
  const failed = tests.filter(({ ok }) => !ok);
  if (mine.length > 0 && failed.length === 0) return mine;
  const ms = tests.map((test) => test.ms).sort((a, b) => a - b);
  const at = (/** @type {number} */ share) => Math.round(ms[Math.max(0, Math.ceil(share * ms.length) - 1)] ?? 0);
  return [
    ...mine,
    {
      id,
      claim:
        failed.length > 0
          ? `failed: ${failed.map(({ title }) => title).join("; ")}`
          : tests.map(({ title }) => title).join("; ") || "no test of it has run",
      n: tests.length,
      unit: "ms a test",
      p50: at(0.5),
      p90: at(0.9),
      p99: at(0.99),
      max: at(1),
      bound: "every test of it passes, and there is at least one",
      ok: tests.length > 0 && failed.length === 0,
    },
  ];
}
