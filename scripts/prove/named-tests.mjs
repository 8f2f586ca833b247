/** @typedef {import("../test/runners.mjs").VitestReport} VitestReport */
/** @typedef {import("../test/runners.mjs").Suite} Suite */
/** @typedef {{ title: string, ok: boolean, ms: number, why: string }} Ran `why` it failed, in a line; empty where nothing is known */

/** The first line of an error, without a terminal's colours. @param {string | undefined} message */
// biome-ignore lint/suspicious/noControlCharactersInRegex: ESC is what colours begin with.
const firstLine = (message) =>
  (message ?? "")
    .replaceAll(/\u001b\[[\d;]*m/g, "")
    .split("\n")[0]
    ?.slice(0, 200) ?? "";

/** @param {VitestReport | null} report @returns {Ran[]} */
export const ranInVitest = (report) =>
  (report?.testResults ?? [])
    .flatMap((file) => file.assertionResults)
    .filter(({ status }) => status === "passed" || status === "failed")
    .map(({ fullName, status, duration, failureMessages }) => ({
      title: fullName,
      ok: status === "passed",
      ms: duration ?? 0,
      why: firstLine(failureMessages?.[0]),
    }));

/** @param {Suite[]} suites @param {string} [above] @returns {Ran[]} */
export const ranInPlaywright = (suites, above = "") =>
  suites.flatMap((suite) => {
    const name = `${above} ${suite.title}`;
    const specs = suite.specs.flatMap(({ title, ok, tests }) => {
      const results = tests.flatMap((test) => test.results).filter(({ status }) => status !== "skipped");
      const ms = results.reduce((sum, { duration }) => sum + duration, 0);
      const why = firstLine(results.flatMap(({ error }) => error?.message ?? [])[0]);
      return results.length > 0 ? [{ title: `${name} ${title}`.trim(), ok, ms, why }] : [];
    });
    return [...specs, ...ranInPlaywright(suite.suites ?? [], name)];
  });

/**
 * The tests that carry an id such as "way.2" in their title; "way.2" is not "way.21".
 * @param {Ran[]} ran @param {string} id
 */
export const testsOf = (ran, id) => ran.filter(({ title }) => pattern(id).test(title));

/** @param {string} id */
export const pattern = (id) => new RegExp(`\\b${id.replaceAll(".", "\\.")}(?!\\d)`);
