import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Refusal } from "../refusal.mjs";

/** @typedef {{ url: string, token: string }} Credentials */

/** @param {Record<string, string | undefined>} env */
export const credentialsFile = (env) =>
  env.HOMEPORT_CREDENTIALS || path.join(env.XDG_CONFIG_HOME || path.join(os.homedir(), ".config"), "homeport", "credentials.json");

/** @param {Record<string, string | undefined>} env @returns {Credentials | null} */
export function readCredentials(env) {
  const file = credentialsFile(env);
  const there = fs.statSync(file, { throwIfNoEntry: false });
  if (!there) return null;
  if (process.platform !== "win32" && there.mode & 0o077)
    throw new Refusal(
      `${file} holds a token and can be read by others: close it with "chmod 600 ${file}", and revoke the token if somebody may have read it.`,
    );
  try {
    const { url, token } = JSON.parse(fs.readFileSync(file, "utf8"));
    if (typeof url === "string" && typeof token === "string") return { url, token };
  } catch {
    // said below
  }
  throw new Refusal(`${file} is not a file of ours: remove it, and save a token with "npm run homeport -- token use".`);
}

/** Written whole under another name first, readable by its owner alone from the beginning. @param {Record<string, string | undefined>} env @param {Credentials} credentials */
export function saveCredentials(env, credentials) {
  const file = credentialsFile(env);
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${process.pid}`;
  fs.writeFileSync(temporary, `${JSON.stringify(credentials)}\n`, { mode: 0o600 });
  fs.renameSync(temporary, file);
  return file;
}
