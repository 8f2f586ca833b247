import { expect } from "@playwright/test";
import { percentiles, record } from "../../measure";

/** Records these milliseconds, and holds each of them to a bound. */
export function measured(id: string, claim: string, samples: readonly number[], below: number): void {
  const ok = Math.max(...samples) < below;
  const measure = record({ id, claim, unit: "ms", ...percentiles(samples), bound: `every one < ${below / 1000} s`, ok });
  expect(ok, JSON.stringify(measure)).toBe(true);
}
