import { spawn, spawnSync } from "node:child_process";
import crypto from "node:crypto";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { asAccount, findAccount, systemAccount } from "../start/account.mjs";
import { Refusal } from "../refusal.mjs";
import { postgresBinaries } from "./binaries.mjs";
import { postmaster, stopLeftOver, stopPostmaster } from "./postmaster.mjs";

/** @typedef {import("../start/account.mjs").Account} Account */
/** @typedef {{ url: (database?: string) => string, stop: () => Promise<void>, pid: number, exited: Promise<number | null> }} Embedded */

export const DATABASE = "homeport";

/**
 * A real PostgreSQL in `dir`: `dir/pg` is its cluster, `dir/pg-password` its password, `dir/pg.log` its log. It
 * listens on 127.0.0.1 only, on a free port, and goes when the process that called this one goes.
 * @param {{ dir: string, owner?: Account | null, settings?: Record<string, string> }} options
 *   owner: who it runs as when we are root, by default the owner of `dir`
 * @returns {Promise<Embedded>}
 */
export async function startEmbedded({ dir, owner, settings = {} }) {
  const folder = path.resolve(dir);
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const account = process.getuid?.() === 0 ? (owner ?? ownerOf(folder)) : null;
  const as = asAccount(account);
  const { initdb, postgres } = await postgresBinaries();
  const cluster = path.join(folder, "pg");
  const password = await secret(path.join(folder, "pg-password"), account);
  await stopLeftOver(cluster);
  if (!fs.existsSync(path.join(cluster, "PG_VERSION"))) makeCluster({ initdb, cluster, password, account });

  const port = await freePort();
  const log = openOwn(path.join(folder, "pg.log"), fs.constants.O_WRONLY | fs.constants.O_APPEND | fs.constants.O_CREAT, account);
  const [command, ...args] = followParent([
    postgres,
    "-D",
    cluster,
    "-p",
    String(port),
    ...Object.entries({ listen_addresses: "127.0.0.1", unix_socket_directories: "", ...settings }).flatMap(([name, value]) => [
      "-c",
      `${name}=${value}`,
    ]),
  ]);
  // A process group of its own: a terminal's Ctrl-C must not reach the database before the portal has drained.
  const child = spawn(command, args, {
    ...as,
    cwd: folder,
    detached: true,
    stdio: ["ignore", log, log],
    env: { ...process.env, HOME: folder },
  });
  fs.closeSync(log);
  /** @type {Promise<number | null>} */
  const exited = new Promise((resolve) => {
    child.once("exit", resolve);
    child.once("error", () => resolve(null));
  });
  const pid = child.pid ?? 0;
  const runs = () => pid > 0 && child.exitCode === null && child.signalCode === null;
  const isReady = () => {
    const said = postmaster(cluster);
    return said?.pid === pid && said.ready;
  };
  while (runs() && !isReady()) await sleep(15);
  if (!runs()) throw new Refusal(`The embedded PostgreSQL did not start. Its log says: ${lastLine(path.join(folder, "pg.log"))}`);

  const url = (database = DATABASE) => `postgresql://${DATABASE}:${password}@127.0.0.1:${port}/${database}`;
  await ensureDatabase(url("postgres"), DATABASE);
  return {
    url,
    pid,
    exited,
    stop: async () => {
      if (runs()) await stopPostmaster(pid);
      await exited;
    },
  };
}

/** @param {string} folder @returns {Account} */
function ownerOf(folder) {
  const { uid } = fs.statSync(folder);
  const account = uid === 0 ? systemAccount() : findAccount(uid);
  if (!account) throw new Refusal("PostgreSQL does not run as root: start as an ordinary user, or set DATABASE_URL.");
  if (uid === 0) fs.chownSync(folder, account.uid, account.gid);
  return account;
}

/** @param {{ initdb: string, cluster: string, password: string, account: Account | null }} options */
function makeCluster({ initdb, cluster, password, account }) {
  // What is there without PG_VERSION is half of an initdb that was killed: it never held anything.
  fs.rmSync(cluster, { recursive: true, force: true });
  fs.mkdirSync(cluster, { mode: 0o700 });
  const file = path.join(path.dirname(cluster), `.initdb-${crypto.randomUUID()}`);
  fs.writeFileSync(file, `${password}\n`, { mode: 0o600, flag: "wx" });
  if (account) for (const mine of [cluster, file]) fs.lchownSync(mine, account.uid, account.gid);
  const made = spawnSync(
    initdb,
    [
      "-D",
      cluster,
      "-U",
      DATABASE,
      "-A",
      "scram-sha-256",
      `--pwfile=${file}`,
      "-E",
      "UTF8",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--locale=C",
      "--no-instructions",
    ],
    { ...asAccount(account), cwd: path.dirname(cluster), encoding: "utf8" },
  );
  fs.rmSync(file, { force: true });
  if (made.status !== 0) {
    fs.rmSync(cluster, { recursive: true, force: true });
    throw new Refusal(
      `PostgreSQL could not make its files in ${cluster}: ${(made.stderr || String(made.error)).trim().split("\n").at(-1)}`,
    );
  }
}

/** @param {string} url @param {string} name */
async function ensureDatabase(url, name) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
  if (!rowCount) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  await client.end();
}

/** @param {string} file @param {Account | null} account */
async function secret(file, account) {
  if (!fs.existsSync(file)) {
    const made = openOwn(file, fs.constants.O_WRONLY | fs.constants.O_CREAT | fs.constants.O_EXCL, account);
    fs.writeFileSync(made, crypto.randomBytes(24).toString("hex"), { flush: true });
    fs.closeSync(made);
  }
  const kept = openOwn(file, fs.constants.O_RDONLY, null);
  try {
    return fs.readFileSync(kept, "utf8").trim();
  } finally {
    fs.closeSync(kept);
  }
}

/**
 * Opens a file in a folder that an unprivileged account owns: as root we follow no link that it may have put there, and give
 * away nothing but a plain file.
 * @param {string} file @param {number} flags @param {Account | null} account who gets it @returns {number}
 */
function openOwn(file, flags, account) {
  const opened = fs.openSync(file, flags | fs.constants.O_NOFOLLOW, 0o600);
  const stat = fs.fstatSync(opened);
  if (!stat.isFile() || stat.nlink > 1) {
    fs.closeSync(opened);
    throw new Refusal(`${file} is not a plain file: somebody replaced it. Look at what it is before you remove it.`);
  }
  if (account) fs.fchownSync(opened, account.uid, account.gid);
  return opened;
}

/**
 * Linux ends PostgreSQL (fast shutdown) when we die without a word; elsewhere the next start finds and stops it.
 * @param {[string, ...string[]]} command @returns {[string, ...string[]]}
 */
function followParent(command) {
  const able = process.platform === "linux" && spawnSync("setpriv", ["--pdeathsig", "INT", "true"]).status === 0;
  return able ? ["setpriv", "--pdeathsig", "INT", ...command] : command;
}

/** @param {string} file */
const lastLine = (file) =>
  fs
    .readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .findLast((line) => /FATAL|PANIC|ERROR/.test(line)) ?? "nothing";

/** @returns {Promise<number>} */
const freePort = () =>
  new Promise((resolve, reject) => {
    const server = net
      .createServer()
      .once("error", reject)
      .listen(0, "127.0.0.1", () => {
        const address = server.address();
        server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
      });
  });
