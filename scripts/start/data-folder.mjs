import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { Refusal } from "../refusal.mjs";
import { asAccount, findAccount, systemAccount } from "./account.mjs";

/** @typedef {import("./account.mjs").Account} Account */

/**
 * Makes the data folder where it is missing and finds out who owns it: portal and PostgreSQL run as that account.
 * @param {string} folder @param {string} checkout @param {(sentence: string) => void} say
 * @returns {Account | null} null: as the account that we are
 */
export function openDataFolder(folder, checkout, say) {
  const root = process.getuid?.() === 0;
  const there = fs.statSync(folder, { throwIfNoEntry: false });
  if (!there) {
    fs.mkdirSync(path.dirname(folder), { recursive: true });
    fs.mkdirSync(folder, { mode: 0o700 });
  }
  if (!root) {
    if (there && process.getuid && there.uid !== process.getuid()) {
      throw new Refusal(
        `The data folder ${folder} belongs to another account: start as its owner, or set HOMEPORT_DATA to a folder of your own.`,
      );
    }
    return null;
  }
  try {
    const account = ownerFor(folder, there, checkout, say);
    if (!there || there.uid === 0) fs.chownSync(folder, account.uid, account.gid);
    mustReach(account, folder, checkout);
    return account;
  } catch (error) {
    if (!there) fs.rmdirSync(folder);
    throw error;
  }
}

/** @param {string} folder @param {fs.Stats | undefined} there @param {string} checkout @param {(sentence: string) => void} say */
function ownerFor(folder, there, checkout, say) {
  if (there && there.uid === 0 && fs.readdirSync(folder).length > 0) {
    throw new Refusal(
      `The data folder ${folder} belongs to root and is not empty, and portal and PostgreSQL do not run as root: give it to an account (chown -R homeport ${folder}), or set HOMEPORT_DATA to a new folder.`,
    );
  }
  const uid = there?.uid || fs.statSync(checkout).uid;
  const account = uid ? findAccount(uid) : systemAccount(say);
  if (!account) {
    throw new Refusal(
      "Portal and PostgreSQL do not run as root, and no account could be made for them: make a system account named homeport, or start as an ordinary user.",
    );
  }
  return account;
}

/** @param {Account} account @param {string} folder @param {string} checkout */
function mustReach(account, folder, checkout) {
  const can = (/** @type {string} */ flag, /** @type {string} */ file) => spawnSync("test", [flag, file], asAccount(account)).status === 0;
  const who = `The account ${account.name}, which portal and PostgreSQL run as,`;
  if (!can("-x", process.execPath)) {
    throw new Refusal(
      `${who} cannot run Node.js at ${process.execPath}: install Node.js where every account can run it, or start as an ordinary user.`,
    );
  }
  if (!can("-r", path.join(checkout, "package.json"))) {
    throw new Refusal(
      `${who} cannot read ${checkout}: move it to where every account can read it, such as /opt/homeport, or start as an ordinary user.`,
    );
  }
  if (!can("-w", folder)) {
    throw new Refusal(
      `${who} cannot reach its data folder ${folder}: open the folders above it (chmod o+x), or set HOMEPORT_DATA to another one.`,
    );
  }
}
