import { spawnSync } from "node:child_process";

/** @typedef {{ uid: number, gid: number, name: string, home: string }} Account */

export const SYSTEM_ACCOUNT = "homeport";

/** @param {string | number} nameOrUid @returns {Account | null} */
export function findAccount(nameOrUid) {
  const ask = (/** @type {string} */ flag) => {
    const said = spawnSync("id", [flag, String(nameOrUid)], { encoding: "utf8" });
    return said.status === 0 ? said.stdout.trim() : null;
  };
  const uid = ask("-u");
  const gid = ask("-g");
  if (uid === null || gid === null) return null;
  const name = ask("-un") ?? String(nameOrUid);
  const home = spawnSync("sh", ["-c", `echo ~${/^[\w.-]+$/.test(name) ? name : ""}`], { encoding: "utf8" }).stdout.trim();
  return { uid: Number(uid), gid: Number(gid), name, home };
}

/**
 * The account that portal and PostgreSQL run as when root has no better one; made when it is missing.
 * @param {(sentence: string) => void} [say]
 * @returns {Account | null} null where no account can be made
 */
export function systemAccount(say = () => {}) {
  const there = findAccount(SYSTEM_ACCOUNT);
  if (there) return there;
  const made = spawnSync("useradd", [
    "--system",
    "--user-group",
    "--no-create-home",
    "--home-dir",
    "/nonexistent",
    "--shell",
    "/usr/sbin/nologin",
    SYSTEM_ACCOUNT,
  ]);
  const account = findAccount(SYSTEM_ACCOUNT);
  if (made.status === 0 && account) say(`Made the system account ${SYSTEM_ACCOUNT}: portal and PostgreSQL run as it.`);
  return account;
}

/**
 * What `spawn` needs to run as that account. libuv drops root's supplementary groups with the uid.
 * @param {Account | null} account null: as who we are
 */
export function asAccount(account) {
  return account && process.getuid?.() === 0 ? { uid: account.uid, gid: account.gid } : {};
}
