import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ROUTE_SCRIPTS, routeScript } from "./route-scripts";

// The real ip, in a network namespace that ends with the shell: only root can make one.
const root = process.getuid?.() === 0 && spawnSync("unshare", ["-n", "true"]).status === 0;
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "route-scripts-"));
  for (const name of ROUTE_SCRIPTS) {
    writeFileSync(path.join(folder, name), routeScript(name));
    chmodSync(path.join(folder, name), 0o755);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What a shell in a namespace of its own with two tunnels says, given these lines after the tunnels are up. */
function inNamespace(lines: string): string[] {
  const tunnel = (name: string, ends: string) =>
    `ip tuntap add dev ${name} mode tun && ip link set ${name} up && ip addr add ${ends} dev ${name} && ip addr add fd00:8::1/64 dev ${name}`;
  const script = [
    `export HOMEPORT_ROUTES="$(mktemp -d ${folder}/owners.XXXX)"`,
    tunnel("tun0", "10.8.0.1/16"),
    tunnel("tun1", "10.8.0.1 peer 10.8.0.2"),
    `cd ${folder}`,
    "routes() { ip -4 route show proto 170; ip -6 route show proto 170; }",
    lines,
  ].join("\n");
  const { stdout, stderr } = spawnSync("unshare", ["-n", "sh", "-c", script], { encoding: "utf8" });
  expect(stderr).toBe("");
  return stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => line.split(" ").slice(0, 3).join(" "));
}

const UP = "dev=tun0 ./learn-address add 10.8.1.5 ann.laptop.1; dev=tun0 ./learn-address add fd00:8::a08:105 ann.laptop.1";
const down = (name: string, dev = "tun0") =>
  `dev=${dev} common_name=${name} ifconfig_pool_remote_ip=10.8.1.5 ifconfig_pool_remote_ip6=fd00:8::a08:105 ./client-disconnect`;

it.skipIf(!root)("both families come with the device and go with it (fact 20)", () => {
  expect(inNamespace(`${UP}; routes; ${down("ann.laptop.1")}; echo gone; routes`)).toEqual([
    "10.8.1.5 dev tun0",
    "fd00:8::a08:105 dev tun0",
    "gone",
  ]);
});

it.skipIf(!root)('"update" takes the route over, "delete" with its empty environment leaves it (fact 21)', () => {
  expect(
    inNamespace(
      `${UP}; dev=tun1 ./learn-address update 10.8.1.5 ann.laptop.1; env -i PATH="$PATH" ./learn-address delete 10.8.1.5; routes`,
    ),
  ).toEqual(["10.8.1.5 dev tun1", "fd00:8::a08:105 dev tun0"]);
});

it.skipIf(!root)("the old certificate's connection ends after the new one's has begun: the route stays", () => {
  const again = UP.replaceAll("laptop.1", "laptop.2");
  expect(inNamespace(`${UP}; ${again}; ${down("ann.laptop.1")}; routes; ${down("ann.laptop.2")}; routes`)).toEqual([
    "10.8.1.5 dev tun0",
    "fd00:8::a08:105 dev tun0",
  ]);
});

it.skipIf(!root)("another tunnel's route is not this one's to remove; net30's /32 stands beside its /30", () => {
  expect(inNamespace(`dev=tun1 ./learn-address add 10.8.0.6 bob.phone.1; ${down("ann.laptop.1")}; routes`)).toEqual(["10.8.0.6 dev tun1"]);
  expect(inNamespace(`${UP.replaceAll("tun0", "tun1")}; ${down("ann.laptop.1", "tun0")}; routes`)).toHaveLength(2);
});

it("a network behind a client is none of ours, and nonsense says how it is used", () => {
  const run = (...args: string[]) =>
    spawnSync("/bin/sh", [path.join(folder, "learn-address"), ...args], { encoding: "utf8", env: { NODE_ENV: "test" } });
  expect(run("add", "10.1.0.0/24", "ann.laptop.1").status).toBe(0);
  expect(run("add", "10.8.1.5;reboot", "ann.laptop.1").status).toBe(0);
  expect(run("frob")).toMatchObject({ status: 2, stderr: expect.stringContaining("usage") });
  expect(run("add", "10.8.1.5", "ann.laptop.1")).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("did not say on which device"),
  });
});
