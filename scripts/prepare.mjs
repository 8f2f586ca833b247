// Run by the start script between database and portal, as the owner of the data folder. Prints one line of JSON.
import crypto from "node:crypto";
import { connect } from "./database/connect.mjs";
import { agree, claim, newKek, readKeyring } from "./database/identity.mjs";
import { migrate } from "./database/migrate.mjs";
import { installQueue } from "./database/queue.mjs";
import { Refusal } from "./refusal.mjs";

/** @typedef {{ applied: string[], kek: string, setupToken: string | null }} Prepared */

/** @returns {Promise<Prepared>} */
async function prepare() {
  const { DATABASE_URL = "", HOMEPORT_DATA = "", HOMEPORT_KEK } = process.env;
  const client = await connect(DATABASE_URL);
  try {
    const keyring = await readKeyring(client);
    const known = agree(HOMEPORT_DATA, HOMEPORT_KEK ?? null, keyring);
    const { applied } = await migrate(DATABASE_URL);
    await installQueue(DATABASE_URL);
    const kek = known ?? newKek(HOMEPORT_DATA);
    await claim(client, HOMEPORT_DATA, kek, keyring);
    return { applied, kek, setupToken: await newSetupToken(client) };
  } finally {
    await client.end();
  }
}

/**
 * A fresh setup token each time, until the cluster is set up: the link on the terminal is the only copy.
 * @param {import("pg").Client} client @returns {Promise<string | null>} null once the cluster is set up
 */
async function newSetupToken(client) {
  const { rowCount } = await client.query("SELECT FROM cluster");
  if (rowCount) return null;
  const token = crypto.randomBytes(32).toString("base64url");
  const hash = crypto.createHash("sha256").update(token).digest("hex");
  await client.query("BEGIN");
  await client.query("DELETE FROM setup_token");
  await client.query("INSERT INTO setup_token (token_hash, expires_at) VALUES ($1, now() + interval '1 hour')", [hash]);
  await client.query("COMMIT");
  return token;
}

try {
  console.log(JSON.stringify(await prepare()));
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.log(JSON.stringify({ refused: error.message }));
  process.exitCode = 2;
}
