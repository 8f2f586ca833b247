import { defineConfig } from "@playwright/test";
import tests from "../playwright.config";

/** `npx playwright test -c e2e/screenshot.config.ts` takes docs/screenshot.png from a real cluster: as root, like the cluster tests. */
export default defineConfig({ ...tests, workers: 1, testDir: "screenshot", projects: [{ name: "screenshot", testMatch: "*.shot.ts" }] });
