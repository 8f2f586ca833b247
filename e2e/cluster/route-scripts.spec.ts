import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { ROUTE_SCRIPTS, routeScript } from "../../lib/nodes/route-scripts";
import { openNamespace, type Namespace } from "./lab/namespace";
import { plug } from "./lab/network";
import { until } from "./lab/until";

// The scripts for nodes without the agent, called by OpenVPN itself, in both topologies.
const PAIR = { subnet: "10.8.1.5", net30: "10.8.1.6", ipv6: "fd00:8::a08:105" };
let folder = "";
let server: Namespace;
let client: Namespace;

test.describe.configure({ mode: "serial", timeout: 120_000 });
test.beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "hp-scripts-"));
  makeCertificates();
  for (const name of ROUTE_SCRIPTS) {
    writeFileSync(path.join(folder, name), routeScript(name));
    chmodSync(path.join(folder, name), 0o755);
  }
  [server, client] = await Promise.all([openNamespace("server"), openNamespace("client")]);
  await plug(client, "eth0", server, null, ["192.0.2.2/24"]);
  await server.sh("ip link set client up && ip addr add 192.0.2.1/24 dev client");
});
test.afterAll(async () => {
  await Promise.all([server?.close(), client?.close()]);
  rmSync(folder, { recursive: true, force: true });
});

for (const topology of ["subnet", "net30"] as const)
  test(`cluster.1 ${topology}: OpenVPN's own calls set and remove both routes, and keep those of a device that is here again`, async () => {
    const openvpn = await server.start(["openvpn", "--config", serverConf(topology)]);
    const seen = () => openvpn.output();
    await until("the server", () => seen().includes("Initialization Sequence Completed"), { seen });
    const both = [PAIR[topology], PAIR.ipv6];

    const first = await connect("ann.laptop.1", "tun0");
    await until("both routes", async () => String(await routes()) === String(both), { seen });
    expect(readdirSync(path.join(folder, `owners-${topology}`)).sort()).toEqual(both.map((address) => `tun0,${address}`).sort());
    for (const address of both) expect((await server.run(["ping", "-n", "-c", "1", "-W", "2", address])).code).toBe(0);
    await first.signal("SIGTERM");
    await until("both routes to be gone", async () => (await routes()).length === 0, { seen });

    // The renewed certificate has the same pair, and comes while the old one's connection has not been missed yet.
    const old = await connect("ann.laptop.1", "tun0");
    await until("both routes", async () => (await routes()).length === 2, { seen });
    await old.signal("SIGKILL");
    const renewed = await connect("ann.laptop.2", "tun1");
    await until("the new one", () => /ann\.laptop\.2.*MULTI: Learn: fd00/.test(seen().replaceAll("\n", " ")), { seen });
    const before = seen().length;
    await until(
      "the old one to be missed",
      () => /ann\.laptop\.1.*(Inactivity timeout|client-instance exiting|restarting)/.test(seen().slice(before)),
      {
        ms: 30_000,
        seen,
      },
    );
    expect(await routes()).toEqual(both);
    await renewed.signal("SIGTERM");
    await until("the last routes to be gone", async () => (await routes()).length === 0, { seen });
    expect(seen()).not.toMatch(/WARNING: Failed running command/);
    await openvpn.signal("SIGTERM");
    await openvpn.exited;
    expect(existsSync("/run/homeport-routes")).toBe(false);
  });

/** The addresses that have a route of ours on the server, IPv4 first. */
async function routes(): Promise<string[]> {
  const said = await server.sh("ip -4 route show proto 170; ip -6 route show proto 170");
  return said
    .split("\n")
    .filter(Boolean)
    .map((line) => line.split(" ")[0] ?? "");
}

async function connect(name: string, device: string) {
  const quiet = device === "tun0" ? [] : ["--ifconfig-noexec", "--route-noexec"];
  const args = ["--client", "--dev", device, "--dev-type", "tun", "--nobind", "--proto", "udp", "--remote", "192.0.2.1", "1194"];
  const keys = ["--ca", at("ca.crt"), "--cert", at(`${name}.crt`), "--key", at(`${name}.key`), "--remote-cert-tls", "server"];
  const openvpn = await client.start(["openvpn", ...args, ...keys, ...quiet, "--explicit-exit-notify", "1", "--connect-retry", "1"]);
  await until(`${name} to be up`, () => openvpn.output().includes("Initialization Sequence Completed"), { seen: openvpn.output });
  return openvpn;
}

const at = (name: string) => path.join(folder, name);

function serverConf(topology: "subnet" | "net30"): string {
  mkdirSync(at(`ccd-${topology}`));
  for (const n of [1, 2])
    writeFileSync(
      at(`ccd-${topology}/ann.laptop.${n}`),
      `ifconfig-push ${PAIR[topology]} ${topology === "net30" ? "10.8.1.5" : "255.255.0.0"}\nifconfig-ipv6-push ${PAIR.ipv6}/64 fd00:8::1\n`,
    );
  const lines = [
    `mode server\ntls-server\nproto udp\nport 1194\ndev tun0\ndev-type tun\ntopology ${topology}\npush "topology ${topology}"`,
    topology === "net30"
      ? 'ifconfig 10.8.0.1 10.8.0.2\nroute 10.8.0.0 255.255.0.0\npush "route 10.8.0.1"'
      : "ifconfig 10.8.0.1 255.255.0.0",
    "ifconfig-ipv6 fd00:8::1/64 fd00:8::2",
    `ca ${at("ca.crt")}\ncert ${at("server.crt")}\nkey ${at("server.key")}\ndh none`,
    `client-config-dir ${at(`ccd-${topology}`)}\nccd-exclusive\nkeepalive 1 4\nverb 3`,
    `script-security 2\nlearn-address ${at("learn-address")}\nclient-disconnect ${at("client-disconnect")}`,
    `setenv HOMEPORT_ROUTES ${at(`owners-${topology}`)}`,
  ];
  writeFileSync(at(`${topology}.conf`), `${lines.join("\n")}\n`);
  return at(`${topology}.conf`);
}

/** A small CA of openssl's, because no portal has a part in this. */
function makeCertificates(): void {
  const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  openssl("req", "-x509", ...key, "-keyout", "ca.key", "-out", "ca.crt", "-subj", "/CN=CA", "-days", "2");
  for (const [name, usage] of [
    ["server", "serverAuth"],
    ["ann.laptop.1", "clientAuth"],
    ["ann.laptop.2", "clientAuth"],
  ] as const) {
    openssl("req", ...key, "-keyout", `${name}.key`, "-out", `${name}.csr`, "-subj", `/CN=${name}`);
    writeFileSync(at(`${name}.ext`), `extendedKeyUsage=${usage}\nkeyUsage=digitalSignature\n`);
    openssl(
      "x509",
      "-req",
      "-in",
      `${name}.csr`,
      "-CA",
      "ca.crt",
      "-CAkey",
      "ca.key",
      "-CAcreateserial",
      "-days",
      "2",
      "-extfile",
      `${name}.ext`,
      "-out",
      `${name}.crt`,
    );
  }
  expect(readFileSync(at("server.crt"), "utf8")).toContain("BEGIN CERTIFICATE");
}
