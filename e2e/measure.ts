import { writeFileSync } from "node:fs";
import path from "node:path";

/** One line of `npm run prove`: what is claimed, what was measured, and whether the bound held. */
export type Measure = {
  /** After the numbers of what must be shown, such as "way.1" or "way.1.hostile". */
  id: string;
  claim: string;
  n: number;
  unit: string;
  p50: number;
  p90: number;
  p99: number;
  max: number;
  /** What `ok` was judged by, in words and numbers. */
  bound: string;
  ok: boolean;
};

/** Prints the measure, and hands it to `npm run prove` when that is who runs the tests. */
export function record(measure: Measure): Measure {
  console.log(`measured ${JSON.stringify(measure)}`);
  const out = process.env.PROVE_OUT;
  if (out) writeFileSync(path.join(out, `${measure.id}.json`), JSON.stringify(measure));
  return measure;
}

/** Nearest-rank percentiles, to a tenth of the unit. */
export function percentiles(samples: readonly number[]): Pick<Measure, "n" | "p50" | "p90" | "p99" | "max"> {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share: number) => Math.round((sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN) * 10) / 10;
  return { n: sorted.length, p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) };
}

/** How often a test repeats: in `npm test`, and in `npm run prove` unless its --rounds says otherwise. */
export function rounds(inTest: number, inProof = 100): number {
  return Number(process.env.PROVE_ROUNDS) || (process.env.PROVE ? inProof : inTest);
}
