import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { aptInstall } from "../scripts/test/machine.mjs";

const EASYRSA = "/usr/share/easy-rsa/easyrsa";

/**
 * The same people by easy-rsa: a CA, then a key and a certificate each, P-256 as ours. It knows no users, addresses or invitations, so it
 * has less to do.
 * @param {number} people
 */
export function easyRsa(people) {
  if (!fs.existsSync(EASYRSA) && !aptInstall(["easy-rsa"])) {
    console.log("easy-rsa: not here, and it could not be installed (apt-get install easy-rsa)");
    return;
  }
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "homeport-easy-rsa-"));
  const env = {
    ...process.env,
    EASYRSA_BATCH: "1",
    EASYRSA_PKI: path.join(folder, "pki"),
    EASYRSA_ALGO: "ec",
    EASYRSA_CURVE: "prime256v1",
  };
  const run = (/** @type {string[]} */ ...args) => {
    const { status, stderr } = spawnSync(EASYRSA, args, { cwd: folder, env, encoding: "utf8" });
    if (status !== 0) throw new Error(`easyrsa ${args.join(" ")}: ${stderr.slice(-2000)}`);
  };
  try {
    run("init-pki");
    run("build-ca", "nopass");
    const began = performance.now();
    for (let i = 0; i < people; i++) run("build-client-full", `bulk.${i}.laptop.1`, "nopass");
    const seconds = (performance.now() - began) / 1000;
    console.log(
      `${`easy-rsa: ${people} keys and certificates`.padEnd(58)} ${seconds.toFixed(2)} s, ${(people / seconds).toFixed(1)} devices/s`,
    );
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
