import { afterAll } from "vitest";
import { forgetProcess, giveDatabase } from "../../lib/db/test-database";

await giveDatabase();
afterAll(forgetProcess);
