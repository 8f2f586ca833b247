import pg from "pg";
import { codeOf, Refusal } from "../refusal.mjs";

const OLDEST = 140_000;

/**
 * A connection within 5 s, or the sentence that says what is wrong with DATABASE_URL.
 * @param {string} url @returns {Promise<pg.Client>}
 */
export async function connect(url) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  // A connection that breaks later fails its next query; unheard, the event would end the process without a word.
  client.on("error", () => {});
  try {
    await client.connect();
  } catch (error) {
    throw new Refusal(whyNot(new URL(url), error));
  }
  const { rows } = await client.query("SELECT current_setting('server_version_num')::int AS version");
  if (rows[0].version < OLDEST) {
    await client.end();
    throw new Refusal(
      `The database that DATABASE_URL names is PostgreSQL ${Math.floor(rows[0].version / 10_000)}: Homeport needs 14 or later.`,
    );
  }
  return client;
}

/** @param {URL} url @param {unknown} error */
function whyNot(url, error) {
  const where = `The database that DATABASE_URL names, at ${url.hostname} port ${url.port || "5432"},`;
  switch (codeOf(error)) {
    case "ECONNREFUSED":
      return `${where} cannot be reached, nothing listens there: start PostgreSQL, or set DATABASE_URL to where it is.`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `${where} cannot be reached, the name "${url.hostname}" is not known: set DATABASE_URL to a host that is.`;
    case "28P01":
    case "28000":
      return `${where} does not let "${decodeURIComponent(url.username)}" in: put the right user and password into DATABASE_URL.`;
    case "3D000":
      return `${where} has no database "${decodeURIComponent(url.pathname.slice(1))}": make it (createdb), or name another one in DATABASE_URL.`;
    default:
      return `${where} cannot be reached within 5 s (${error instanceof Error ? error.message : error}): check DATABASE_URL and that PostgreSQL runs.`;
  }
}
