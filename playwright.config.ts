import path from "node:path";
import { defineConfig } from "@playwright/test";
import { findBrowser, LAUNCH_ARGS } from "./e2e/browser.mjs";

export default defineConfig({
  testDir: "e2e",
  globalSetup: path.join(import.meta.dirname, "e2e/database.ts"),
  workers: 5,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  forbidOnly: !!process.env.CI,
  reporter: [["list"]],
  use: {
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: { executablePath: findBrowser() ?? undefined, args: LAUNCH_ARGS },
  },
  // Tests start the portals they need (e2e/portal.ts): some need two, some kill one.
  projects: [
    // A hundred journeys on a machine that others use too: one second try, in CI alone, and the count of them is printed. What is proved
    // with real OpenVPN has none.
    {
      name: "journeys",
      testMatch: "**/*.spec.ts",
      testIgnore: "cluster/**",
      // One more than the two cores of a small machine: a journey waits now and then.
      workers: 3,
      outputDir: "test-results/journeys",
      retries: process.env.CI ? 1 : 0,
    },
    { name: "cluster", testMatch: "cluster/**/*.spec.ts", testIgnore: "cluster/six/**", outputDir: "test-results/cluster", workers: 4 },
    // One cluster for all of them, so one worker, beside which the other four have the small laboratories.
    { name: "six", testMatch: "cluster/six/*.spec.ts", outputDir: "test-results/six", workers: 1 },
  ],
});
