import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { readKek } from "../start/settings.mjs";
import { Refusal } from "../refusal.mjs";

/** @typedef {{ installationId: string, kekId: string }} Keyring what the database says of whose it is */

/** Names a key-encryption key without telling it. @param {string} kek base64 */
export function kekId(kek) {
  return crypto.createHash("sha256").update("homeport-kek").update(Buffer.from(kek, "base64")).digest("hex").slice(0, 16);
}

/** @param {import("pg").Client} client @returns {Promise<Keyring | null>} null: a database that nobody has used yet */
export async function readKeyring(client) {
  const there = await client.query("SELECT to_regclass('keyring') AS keyring");
  if (there.rows[0].keyring === null) return null;
  const { rows } = await client.query(`SELECT installation_id AS "installationId", kek_id AS "kekId" FROM keyring`);
  return rows[0] ?? null;
}

/**
 * The key-encryption key of this database, or a refusal: data folder, key and database must belong together.
 * @param {string} data @param {string | null} given HOMEPORT_KEK @param {Keyring | null} keyring
 * @returns {string | null} null: everything is new, a key is to be made
 */
export function agree(data, given, keyring) {
  const owner = readOwner(data);
  if (owner && owner !== keyring?.installationId) {
    throw new Refusal(
      `The data folder ${data} belongs to another cluster than the database${keyring ? "" : ", which is empty"}: set DATABASE_URL to the cluster's own database, or HOMEPORT_DATA to its own folder.`,
    );
  }
  const file = path.join(data, "kek");
  const kek = given ?? (fs.existsSync(file) ? readKek(fs.readFileSync(file, "utf8"), file) : null);
  if (!keyring || kekId(kek ?? "") === keyring.kekId) return kek;
  const where = given ? "HOMEPORT_KEK" : file;
  throw new Refusal(
    kek
      ? `The key-encryption key in ${where} is not the one that this cluster's secrets are sealed with: put the right one back (its id is ${keyring.kekId}).`
      : `The key-encryption key is missing: put the cluster's own back as ${file}, or set HOMEPORT_KEK (its id is ${keyring.kekId}).`,
  );
}

/** Makes the key-encryption key. @param {string} data */
export function newKek(data) {
  const kek = crypto.randomBytes(32).toString("base64");
  fs.writeFileSync(path.join(data, "kek"), `${kek}\n`, { mode: 0o600, flag: "wx", flush: true });
  return kek;
}

/** @param {import("pg").Client} client @param {string} data @param {string} kek @param {Keyring | null} keyring */
export async function claim(client, data, kek, keyring) {
  if (!keyring) {
    // Two portals that meet a new database at once: the first one's row stands.
    await client.query("INSERT INTO keyring (id, installation_id, kek_id) VALUES (1, $1, $2) ON CONFLICT (id) DO NOTHING", [
      crypto.randomUUID(),
      kekId(kek),
    ]);
  }
  const mine = await readKeyring(client);
  if (mine && mine.kekId !== kekId(kek)) agree(data, kek, mine);
  if (mine && !readOwner(data)) {
    fs.writeFileSync(path.join(data, "owner.json"), `${JSON.stringify({ installationId: mine.installationId })}\n`, {
      mode: 0o600,
      flush: true,
    });
  }
}

/** @param {string} data @returns {string | null} */
function readOwner(data) {
  const file = path.join(data, "owner.json");
  if (!fs.existsSync(file)) return null;
  try {
    return String(JSON.parse(fs.readFileSync(file, "utf8")).installationId);
  } catch {
    throw new Refusal(`${file} cannot be read as JSON: put it back from a backup of this data folder.`);
  }
}
