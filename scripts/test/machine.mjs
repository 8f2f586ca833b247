import { spawnSync } from "node:child_process";
import fs from "node:fs";

/** Programs that tests call, and Debian's packages for them. */
const REFEREES = { openssl: "openssl", certtool: "gnutls-bin", openvpn: "openvpn", curl: "curl", socat: "socat" };
const NETWORK = { ip: "iproute2", nft: "nftables", ping: "iputils-ping", conntrack: "conntrack" };
/** What routes and balances. FRR checks and reloads a configuration with programs of a package of their own. */
const ROUTERS = {
  vtysh: "frr",
  "/usr/lib/frr/frr-reload.py": "frr-pythontools",
  nginx: "nginx",
  "/usr/lib/nginx/modules/ngx_stream_module.so": "libnginx-mod-stream",
};
const PROGRAMS = { ...REFEREES, ...NETWORK, ...ROUTERS };

export const isRoot = process.getuid?.() === 0;

/** @returns {string} such as "debian", "ubuntu", or "" */
export function distribution() {
  try {
    return /^ID="?([\w.-]+)"?$/m.exec(fs.readFileSync("/etc/os-release", "utf8"))?.[1] ?? "";
  } catch {
    return "";
  }
}

/** @param {string} program by its name, or a file by its path */
export function has(program) {
  if (program.startsWith("/")) return fs.existsSync(program);
  // Tools of the network live where only root's PATH looks.
  const PATH = `${process.env.PATH}:/usr/sbin:/sbin`;
  return spawnSync("sh", ["-c", `command -v "${program}"`], { env: { ...process.env, PATH } }).status === 0;
}

export const canApt = isRoot && ["debian", "ubuntu"].includes(distribution()) && has("apt-get");

let updated = false;

/** @param {string[]} packages @returns {boolean} whether they are installed now */
export function aptInstall(packages) {
  if (!canApt) return false;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (/** @type {string[]} */ ...args) =>
    spawnSync("apt-get", ["-q", "-o", "DPkg::Lock::Timeout=300", ...args], { env, stdio: ["ignore", "inherit", "inherit"] }).status === 0;
  if (!updated) updated = apt("update");
  return apt("install", "-y", "--no-install-recommends", ...packages);
}

/** Installs what the referees and the cluster need and this machine lacks, in one go. */
export function installPrograms() {
  const missing = Object.entries(PROGRAMS).filter(([program]) => !has(program));
  if (missing.length === 0 || !canApt) return;
  const packages = missing.map(([, name]) => name);
  console.log(`Installing ${packages.join(", ")} …`);
  aptInstall(packages);
}

/** @returns {string | null} why the cluster's tests cannot run here */
export function whyNoCluster() {
  if (process.platform !== "linux") return "it needs Linux: network namespaces and /dev/net/tun";
  if (!isRoot) return "it needs root: it makes network namespaces";
  const missing = Object.keys(PROGRAMS).filter((program) => !has(program));
  if (missing.length > 0) return `it needs ${missing.join(", ")}, which could not be installed`;
  const tun = spawnSync("sh", ["-c", "exec 3<>/dev/net/tun"]);
  if (tun.status !== 0) return "it needs /dev/net/tun, which cannot be opened here";
  const name = `hp-probe-${process.pid}`;
  const namespace = spawnSync("ip", ["netns", "add", name]).status === 0;
  spawnSync("ip", ["netns", "del", name]);
  return namespace ? null : "it needs network namespaces, which cannot be made here";
}
