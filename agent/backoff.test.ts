import { expect, it } from "vitest";
import { backoff } from "./backoff";

it("waits longer and longer, up to 10 s, never in step", () => {
  const pause = backoff(() => 1);
  expect(Array.from({ length: 8 }, () => pause.next())).toEqual([200, 400, 800, 1600, 3200, 6400, 10_000, 10_000]);
  pause.reset();
  expect(pause.next()).toBe(200);
  expect(backoff(() => 0).next()).toBe(100);
});
