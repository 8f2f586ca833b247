import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { Refusal } from "../refusal.mjs";

/**
 * @typedef {object} Settings
 * @property {number} port
 * @property {string} bind an IP address of this machine
 * @property {{ bind: string, port: number } | null} metrics where metrics are read without a token; null: nowhere
 * @property {string} url the origin that people open
 * @property {string} data absolute
 * @property {string | null} databaseUrl null: the embedded PostgreSQL
 * @property {string | null} kek null: the file `kek` in the data folder
 */

/**
 * The settings of `npm start`, each checked, so that a wrong one is refused before anything starts.
 * @param {Record<string, string | undefined>} env
 * @param {string} checkout relative folders are seen from here
 * @returns {Settings}
 */
export function readSettings(env, checkout) {
  const port = readPort(env.PORT || "3000");
  return {
    port,
    bind: readBind(env.BIND || "127.0.0.1"),
    metrics: env.METRICS_BIND ? readMetrics(env.METRICS_BIND, port) : null,
    url: readUrl(env.HOMEPORT_URL || `http://localhost:${port}`),
    data: readData(path.resolve(checkout, env.HOMEPORT_DATA || "data")),
    databaseUrl: env.DATABASE_URL ? readDatabaseUrl(env.DATABASE_URL) : null,
    kek: env.HOMEPORT_KEK ? readKek(env.HOMEPORT_KEK, "HOMEPORT_KEK") : null,
  };
}

/** @param {string} text */
function readPort(text) {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65535) throw new Refusal(`PORT is "${text}": it must be a number from 1 to 65535, such as 3000.`);
  return port;
}

/** @param {string} text */
function readBind(text) {
  if (text === "localhost") return "127.0.0.1";
  if (!net.isIP(text)) {
    throw new Refusal(`BIND is "${text}": it must be an IP address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them.`);
  }
  return text;
}

/** @param {string} text @param {number} taken */
function readMetrics(text, taken) {
  const [, inBrackets, plain, digits] = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text) ?? [];
  const bind = inBrackets ?? (plain === "localhost" ? "127.0.0.1" : (plain ?? ""));
  const port = Number(digits);
  if (!net.isIP(bind) || !(port >= 1 && port <= 65535))
    throw new Refusal(`METRICS_BIND is "${text}": it must be an IP address of this machine and a port, such as 127.0.0.1:9400.`);
  if (port === taken) throw new Refusal(`METRICS_BIND is "${text}", and PORT is ${taken} too: metrics need a port of their own.`);
  return { bind, port };
}

/** @param {string} text */
function readUrl(text) {
  const wrong = new Refusal(
    `HOMEPORT_URL is "${text}": it must be the address that people open, without a path, such as https://vpn.example.org.`,
  );
  let url;
  try {
    url = new URL(text);
  } catch {
    throw wrong;
  }
  const bare = url.pathname === "/" && !url.search && !url.hash && !url.username && !url.password;
  if (!bare || !["http:", "https:"].includes(url.protocol)) throw wrong;
  return url.origin;
}

/** @param {string} folder */
function readData(folder) {
  const there = fs.statSync(folder, { throwIfNoEntry: false });
  if (there && !there.isDirectory())
    throw new Refusal(`HOMEPORT_DATA is ${folder}, which is a file: it must be a folder, new or Homeport's own.`);
  return folder;
}

/** @param {string} text */
function readDatabaseUrl(text) {
  let url;
  try {
    url = new URL(text);
  } catch {
    url = null;
  }
  // The text itself stays out of the sentence: it may hold a password.
  if (!url || !["postgres:", "postgresql:"].includes(url.protocol) || !url.hostname || url.pathname.length < 2) {
    throw new Refusal("DATABASE_URL is not the address of a database: it must look like postgresql://user:password@host:5432/homeport.");
  }
  return text;
}

/**
 * @param {string} text 32 bytes in base64
 * @param {string} where the setting or file that it came from, for the sentence
 */
export function readKek(text, where) {
  const bytes = /^[A-Za-z0-9+/]+={0,2}$/.test(text.trim()) ? Buffer.from(text.trim(), "base64") : Buffer.alloc(0);
  if (bytes.length !== 32)
    throw new Refusal(`${where} is not a key-encryption key: it must be 32 bytes in base64, as "openssl rand -base64 32" prints them.`);
  return bytes.toString("base64");
}
