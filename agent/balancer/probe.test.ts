import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { madeAt, newClientKey, newServerKey } from "../../lib/pki/tls-crypt-v2";

const at = mkdtempSync(path.join(tmpdir(), "hp-probe-"));
afterAll(() => rmSync(at, { recursive: true, force: true }));

const inNetwork = (script: string) => spawnSync("unshare", ["--net", "bash", "-c", script], { cwd: at, encoding: "utf8", timeout: 60_000 });
const able = inNetwork("command -v openvpn && ip tuntap add tun9 mode tun").status === 0;

const PROGRAM = `
import { readFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { probe } from "${path.resolve(import.meta.dirname, "probe.ts")}";
import { readProbeKey } from "${path.resolve(import.meta.dirname, "reset-packet.ts")}";
for (const [key, proto, port] of [["own", "udp", 1194], ["own", "tcp", 1443], ["foreign", "udp", 1194], ["foreign", "tcp", 1443], ["own", "udp", 9]]) {
  const manner = { key: readProbeKey(readFileSync(key + ".key", "utf8")), sessionId: randomBytes(8), now: new Date(), timeoutMs: 900 };
  for (let n = 0; n < 3; n++) console.log(key, proto, port, await probe({ node: "n", address: "127.0.0.1", port, proto }, manner));
}`;
const config = (proto: string, port: number) => `mode server
tls-server
dev tun
topology subnet
ifconfig 10.99.${port % 200}.1 255.255.255.0
proto ${proto}
port ${port}
ca c.pem
cert c.pem
key k.pem
dh none
tls-crypt-v2 server.key
verb 3
`;

describe.skipIf(!able)("the real OpenVPN (as root)", () => {
  let said = "";
  let log = "";
  beforeAll(async () => {
    const server = newServerKey(new Uint8Array(128).fill(3));
    const client = (of: string, fill: number) => newClientKey(of, new Uint8Array(256).fill(fill), madeAt(new Date()));
    writeFileSync(path.join(at, "server.key"), server);
    writeFileSync(path.join(at, "own.key"), client(server, 5));
    writeFileSync(path.join(at, "foreign.key"), client(newServerKey(new Uint8Array(128).fill(4)), 5));
    writeFileSync(path.join(at, "udp.conf"), config("udp", 1194));
    writeFileSync(path.join(at, "tcp.conf"), config("tcp-server", 1443));
    writeFileSync(path.join(at, "ask.ts"), PROGRAM);
    await build({
      entryPoints: [path.join(at, "ask.ts")],
      bundle: true,
      platform: "node",
      format: "esm",
      outfile: path.join(at, "ask.mjs"),
    });
    const done = inNetwork(`ip link set lo up
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout k.pem -out c.pem -days 2 -subj /CN=x 2>/dev/null
for one in udp tcp; do openvpn --config $one.conf > $one.log 2>&1 & echo $! >> pids; done
for n in $(seq 100); do [ "$(grep -l 'Sequence Completed' udp.log tcp.log | wc -l)" = 2 ] && break; sleep 0.1; done
${process.execPath} ask.mjs
kill $(cat pids); wait; cat udp.log > log`);
    said = done.stdout + done.stderr;
    log = inNetwork("cat log").stdout;
  }, 90_000);

  test.each([
    ["own udp 1194", true],
    ["own tcp 1443", true],
    ["foreign udp 1194", false],
    ["foreign tcp 1443", false],
    ["own udp 9", false],
  ])("%s answers: %s", (asked, answered) => {
    const lines = said.split("\n").filter((line) => line.startsWith(`${asked} `));
    expect(lines, said).toEqual(Array.from({ length: 3 }, () => `${asked} ${answered}`));
  });

  test("over UDP no session begins", () => {
    expect(log).toContain("using tls-crypt-v2 key");
    expect(log).not.toMatch(/TLS: Initial packet/);
  });
});
