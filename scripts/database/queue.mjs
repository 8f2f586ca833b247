import fs from "node:fs";
import path from "node:path";
import PgBoss from "pg-boss";
import { Refusal } from "../refusal.mjs";
import { connect } from "./connect.mjs";

/** One list for the portal and for this. */
const QUEUES = path.resolve(import.meta.dirname, "../../lib/mail/queues.json");
// Any fixed number will do: two portals that start together make the queue one after the other.
const LOCK = 4_207_849_485;

/**
 * Makes pg-boss's schema (`pgboss`, in the same database) or brings it up to its version, and our queues in it. Done again, it changes nothing.
 * @param {string} url
 */
export async function installQueue(url) {
  const client = await connect(url);
  try {
    await client.query("SELECT pg_advisory_lock($1)", [LOCK]);
    const boss = new PgBoss({
      db: { executeSql: (text, values) => client.query(text, values) },
      supervise: false,
      schedule: false,
    });
    await boss.start();
    for (const { name, ...options } of JSON.parse(fs.readFileSync(QUEUES, "utf8"))) {
      await boss.createQueue(name, { name, ...options });
      await boss.updateQueue(name, { name, ...options });
    }
    await boss.stop({ graceful: false });
  } catch (error) {
    throw new Refusal(
      `The queue for mails could not be made in the database: ${error instanceof Error ? error.message : error}. The user in DATABASE_URL must own the database or be allowed to make a schema in it (GRANT CREATE ON DATABASE).`,
    );
  } finally {
    await client.end();
  }
}
