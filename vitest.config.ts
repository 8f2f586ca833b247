import path from "node:path";
import { defineConfig } from "vitest/config";

const alias = {
  "@": path.resolve(import.meta.dirname),
  // The real one throws outside a React server bundle; what it guards against is checked by the build.
  "server-only": path.resolve(import.meta.dirname, "node_modules/server-only/empty.js"),
};
const exclude = ["**/node_modules/**", ".next/**", "dist/**", "data/**", "e2e/**"];

export default defineConfig({
  test: {
    // A thread starts sooner than a process; one more than the two cores of a small machine, as each waits now and then.
    pool: "threads",
    maxWorkers: 3,
    // Loading the portal's modules anew for each file took a third of the time. What a process has once hangs on globalThis, where
    // lib/db/test-database.ts takes it away.
    isolate: false,
    projects: [
      {
        extends: true,
        resolve: { alias },
        test: {
          name: "unit",
          include: ["**/*.test.ts"],
          exclude: [...exclude, "**/*.db.test.ts"],
          globalSetup: ["scripts/test/temporary-for-tests.mjs"],
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        resolve: { alias },
        test: {
          name: "db",
          include: ["**/*.db.test.ts"],
          exclude: process.env.PROVE ? exclude : [...exclude, "**/*.prove.db.test.ts"],
          // In this order: PostgreSQL is another account, and its folder is not for tests.
          globalSetup: ["scripts/test/postgres-for-tests.mjs", "scripts/test/temporary-for-tests.mjs"],
          setupFiles: ["scripts/test/give-database.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
