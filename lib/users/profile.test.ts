import { spawn, type ChildProcess } from "node:child_process";
import { createSocket } from "node:dgram";
import { createHash } from "node:crypto";
import { afterAll, describe, expect, test } from "vitest";
import { deviceTemplate, nodeTemplate } from "../pki/certificate";
import { encryptPkcs8 } from "../pki/encrypt-key";
import { generateP256, pkcs8Of } from "../pki/keys";
import { pemBlocks, toPem } from "../pki/pem";
import { authority, folder, has, serial } from "../pki/referees";
import { localSigner } from "../pki/signer";
import { madeAt, newClientKey, newServerKey } from "../pki/tls-crypt-v2";
import { profileFileName, renderProfile, type ProfileParts } from "./profile";

const at = folder();
const running: ChildProcess[] = [];
afterAll(() => {
  for (const child of running) child.kill("SIGKILL");
  at.remove();
});
const now = new Date();
const ca = authority("Harbour", now);
const signer = localSigner(ca.issuingDer, ca.issuing.privateKey);
const bytes = (length: number) =>
  new Uint8Array(Buffer.concat(Array.from({ length: 8 }, (_, i) => createHash("sha256").update(`${i}`).digest())).subarray(0, length));
const serverKey = newServerKey(bytes(128));
const device = generateP256();
const PREFIX = "homeport-0a1b2c3d-";
const parts: ProfileParts = {
  clusterName: "Harbour",
  commonName: "alice.laptop.1",
  remotes: [
    { address: "vpn1.example.org", port: 1194, proto: "udp" },
    { address: "2001:db8::2", port: 1194, proto: "udp" },
  ],
  nodeNamePrefix: PREFIX,
  chainPem: ca.chainPem,
  certificatePem: toPem(
    "CERTIFICATE",
    await signer.signCertificate(deviceTemplate({ serial: serial(5), commonName: "alice.laptop.1", spki: device.spki, now })),
  ),
  privateKeyPem: toPem("PRIVATE KEY", pkcs8Of(device.privateKey)),
  tlsCryptV2Pem: newClientKey(serverKey, bytes(256), madeAt(now)),
  options: { tunMtu: null, explicitExitNotify: true, remoteRandom: true },
};
const section = (text: string, tag: string) => text.slice(text.indexOf(`<${tag}>\n`) + tag.length + 3, text.indexOf(`</${tag}>`));
const directives = (text: string) =>
  text
    .slice(0, text.indexOf("<ca>"))
    .split("\n")
    .filter((line) => line && !line.startsWith("#"));

describe("what stands in a profile", () => {
  const text = renderProfile(parts);
  test("the directives", () => {
    expect(directives(text)).toEqual([
      "client",
      "dev tun",
      "nobind",
      "remote vpn1.example.org 1194 udp",
      "remote 2001:db8::2 1194 udp",
      "remote-random",
      "server-poll-timeout 4",
      "connect-retry 1 2",
      "resolv-retry infinite",
      "persist-key",
      "persist-tun",
      "remote-cert-tls server",
      `verify-x509-name "${PREFIX}" name-prefix`,
      "tls-version-min 1.2",
      "data-ciphers AES-256-GCM:AES-128-GCM:CHACHA20-POLY1305",
      "setenv opt auth-nocache",
      "setenv opt auth-retry nointeract",
      "explicit-exit-notify 1",
      "verb 3",
    ]);
  });
  test("the chain, the certificate with its issuer, the key, the tls-crypt-v2 key", () => {
    expect(section(text, "ca")).toBe(ca.chainPem);
    expect(section(text, "cert")).toBe(parts.certificatePem + ca.issuingPem);
    expect(section(text, "key")).toBe(parts.privateKeyPem);
    expect(section(text, "tls-crypt-v2")).toBe(parts.tlsCryptV2Pem);
  });
  test("one remote is not shuffled, nor are those whose order counts, and TCP gets no goodbye", () => {
    const tcp = directives(renderProfile({ ...parts, remotes: [{ address: "10.0.0.1", port: 443, proto: "tcp" }] }));
    expect(tcp).toContain("remote 10.0.0.1 443 tcp");
    expect(tcp).not.toContain("remote-random");
    expect(directives(renderProfile({ ...parts, options: { ...parts.options, remoteRandom: false } }))).not.toContain("remote-random");
    expect(tcp.join()).not.toContain("explicit-exit-notify");
  });
  test("nothing that stops OpenVPN Connect (fact 27)", () => {
    const fatals = "management log log-append status writepid daemon cd chroot askpass up plugin script-security";
    for (const fatal of fatals.split(" ")) {
      expect(
        directives(text).some((line) => line.split(" ")[0] === fatal),
        fatal,
      ).toBe(false);
    }
  });
});

describe("what people typed cannot become a directive", () => {
  const evil = "\nup /bin/sh\r\n</ca>\u2028plugin x\u202e<b>#;\"'\\$(id)`\0";
  test("in names", () => {
    const text = renderProfile({ ...parts, clusterName: evil, commonName: evil });
    expect(directives(text)).toEqual(directives(renderProfile(parts)));
    expect(text.split("\n")[0]).toMatch(/^# [\w .,()&'-]+: [\w .,()&'-]+$/);
    expect(text).toMatch(/^[\x20-\x7e\n]+$/);
    expect(renderProfile({ ...parts, clusterName: "Zürich 東京" }).split("\n")[0]).toBe("# Zürich 東京: alice.laptop.1");
  });
  test("in PEM blocks: what is not the block is dropped", () => {
    const around = (pem: string) => `${evil}\n${pem}${evil}\n`;
    const text = renderProfile({
      ...parts,
      chainPem: around(parts.chainPem),
      certificatePem: around(parts.certificatePem),
      privateKeyPem: around(parts.privateKeyPem),
      tlsCryptV2Pem: around(parts.tlsCryptV2Pem),
    });
    expect(text).toBe(renderProfile(parts));
  });
  test("the MTU and the goodbye are as they were chosen", () => {
    const usual = directives(renderProfile(parts));
    const chosen = directives(renderProfile({ ...parts, options: { ...parts.options, tunMtu: 1400, explicitExitNotify: false } }));
    expect(chosen).toEqual(usual.map((line) => (line === "explicit-exit-notify 1" ? "tun-mtu 1400" : line)));
  });
  test.each<[string, Partial<ProfileParts>]>([
    ["an MTU that IPv6 does not take", { options: { ...parts.options, tunMtu: 1279 } }],
    ["an MTU with half a byte", { options: { ...parts.options, tunMtu: 1400.5 } }],
    ["an address with a newline", { remotes: [{ address: "a\nup x", port: 1, proto: "udp" }] }],
    ["an address with a space", { remotes: [{ address: "a 1 tcp", port: 1, proto: "udp" }] }],
    ["an address like an option", { remotes: [{ address: "--up", port: 1, proto: "udp" }] }],
    ["an empty address", { remotes: [{ address: "", port: 1, proto: "udp" }] }],
    ["a port of 0", { remotes: [{ address: "a", port: 0, proto: "udp" }] }],
    ["a port of 65536", { remotes: [{ address: "a", port: 65_536, proto: "udp" }] }],
    ["half a port", { remotes: [{ address: "a", port: 1.5, proto: "udp" }] }],
    ["another protocol", { remotes: [{ address: "a", port: 1, proto: "udp\nup x" as "udp" }] }], // as a caller without types would send it
    ["no remote", { remotes: [] }],
    ["a prefix with a quote", { nodeNamePrefix: 'a" name\nup "x' }],
    ["an empty prefix", { nodeNamePrefix: "" }],
    ["no chain", { chainPem: "" }],
    ["a key in the chain", { chainPem: parts.chainPem + parts.privateKeyPem }],
    ["two certificates", { certificatePem: parts.certificatePem + ca.issuingPem }],
    ["a certificate for a key", { privateKeyPem: parts.certificatePem }],
    ["a server key for a client key", { tlsCryptV2Pem: serverKey }],
  ])("%s is refused", (_, change) => expect(() => renderProfile({ ...parts, ...change })).toThrow());
});

test.each([
  ["Harbour", "alice.laptop.1", "harbour-alice.laptop.1.ovpn"],
  ["Zürich & Söhne", "a.b.1", "zurich-sohne-a.b.1.ovpn"],
  ["東京", "a.b.1", "vpn-a.b.1.ovpn"],
  ["../../etc/passwd\0\n", "a.b.1", "etc-passwd-a.b.1.ovpn"],
  ["con.", "..", "con-device.ovpn"],
])("%j and %j are saved as %s", (cluster, name, file) => expect(profileFileName(cluster, name)).toBe(file));

describe.skipIf(!has("openvpn"))("the real OpenVPN", { timeout: 60_000 }, () => {
  const freePort = () =>
    new Promise<number>((resolve) => {
      const socket = createSocket("udp4").bind(0, "127.0.0.1", () => {
        const { port } = socket.address();
        socket.close(() => resolve(port));
      });
    });
  function start(args: string[]): { log: () => string; until: (text: string, ms?: number) => Promise<void> } {
    const child = spawn("openvpn", args, { stdio: ["ignore", "pipe", "pipe"] });
    running.push(child);
    let log = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (log += chunk.toString()));
    return {
      log: () => log,
      async until(text, ms = 15_000) {
        for (const end = Date.now() + ms; Date.now() < end && !log.includes(text); ) await new Promise((go) => setTimeout(go, 20));
        expect(log).toContain(text);
      },
    };
  }
  async function meet(nodeName: string, nodeSerial: number) {
    const node = generateP256();
    const port = await freePort();
    const nodeCertificate = await signer.signCertificate(
      nodeTemplate({ serial: serial(nodeSerial), commonName: nodeName, spki: node.spki, now }),
    );
    const file = (name: string, text: string) => at.put(`${nodeSerial}-${name}`, text);
    const chain = file("chain.pem", ca.chainPem);
    const certificate = file("node.crt", toPem("CERTIFICATE", nodeCertificate));
    const key = file("node.key", toPem("PRIVATE KEY", pkcs8Of(node.privateKey)));
    const server = start(
      [
        `--dev null --local 127.0.0.1 --port ${port} --proto udp --tls-server --dh none --verb 3 --tls-version-min 1.2`,
        `--ca ${chain} --cert ${certificate} --key ${key} --tls-crypt-v2 ${file("server.key", serverKey)}`,
        "--remote-cert-tls client --data-ciphers AES-256-GCM",
      ].flatMap((line) => line.split(" ")),
    );
    const profile = file("profile.ovpn", renderProfile({ ...parts, remotes: [{ address: "127.0.0.1", port, proto: "udp" }] }));
    // No tunnel device: the handshake is what is looked at here.
    const client = start(["--config", profile, "--dev", "null", "--ifconfig-noexec", "--route-noexec"]);
    return { server, client };
  }

  test("reads the profile and completes a handshake with a node: chain, purposes, name prefix, tls-crypt-v2", async () => {
    const { server, client } = await meet(`${PREFIX}vpn1`, 101);
    await client.until(`Peer Connection Initiated with`);
    await server.until("[alice.laptop.1] Peer Connection Initiated");
    expect(client.log()).toContain(`VERIFY X509NAME OK: CN=${PREFIX}vpn1`);
    expect(client.log()).not.toMatch(/Options error|DEPRECATED|Unrecognized/);
  });

  test("turns away from a node of another cluster", async () => {
    const { server, client } = await meet("homeport-ffffffff-vpn1", 102);
    await client.until("VERIFY X509NAME ERROR");
    expect(server.log()).not.toContain("Peer Connection Initiated");
  });

  test("reads a profile with two remotes, TCP, and a key under a passphrase", async () => {
    const privateKeyPem = await encryptPkcs8(pkcs8Of(device.privateKey), "correct horse");
    const text = renderProfile({
      ...parts,
      privateKeyPem,
      remotes: [
        { address: "127.0.0.1", port: 9, proto: "tcp" },
        { address: "::1", port: 9, proto: "udp" },
      ],
    });
    expect(pemBlocks(section(text, "key"))[0]?.label).toBe("ENCRYPTED PRIVATE KEY");
    const client = start([
      "--config",
      at.put("encrypted.ovpn", text),
      "--dev",
      "null",
      "--askpass",
      at.put("passphrase", "correct horse\n"),
      "--connect-retry-max",
      "1",
    ]);
    await client.until("link remote:");
    expect(client.log()).not.toMatch(/Options error|Unrecognized|private key password verification failed/);
  });
});
