import { defineConfig } from "@playwright/test";
import tests from "../playwright.config";

/** Run by `npm run prove -- --only portal.3`, in a copy of the checkout whose checks can be switched off (scripts/prove/mutants.mjs). */
export default defineConfig({ ...tests, workers: 1, testDir: "matrix", projects: [{ name: "mutants", testMatch: "mutants.proof.ts" }] });
