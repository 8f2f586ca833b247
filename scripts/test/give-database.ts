import { testDatabase } from "../../lib/db/test-database";

await testDatabase();
