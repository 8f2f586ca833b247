import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { deviceTemplate } from "../pki/certificate";
import { generateP256, pkcs8Of } from "../pki/keys";
import { toPem } from "../pki/pem";
import { authority, serial } from "../pki/referees";
import { localSigner } from "../pki/signer";
import { madeAt, newClientKey, newServerKey } from "../pki/tls-crypt-v2";
import { renderProfile, type ProfileParts } from "./profile";
import { ProfileError, readProfile, rewriteProfile, type Given } from "./rewrite-profile";

const now = new Date();
const ca = authority("Harbour", now);
const device = generateP256();
const noise = (length: number) => new Uint8Array(Buffer.alloc(length, 7));
const der = await localSigner(ca.issuingDer, ca.issuing.privateKey).signCertificate(
  deviceTemplate({ serial: serial(5), commonName: "alice.laptop.1", spki: device.spki, now }),
);
const parts: ProfileParts = {
  clusterName: "Zürich",
  commonName: "alice.laptop.1",
  remotes: [
    { address: "vpn1.example.org", port: 1194, proto: "udp" },
    { address: "2001:db8::2", port: 1194, proto: "udp" },
  ],
  nodeNamePrefix: "homeport-0a1b2c3d-",
  chainPem: ca.chainPem,
  certificatePem: toPem("CERTIFICATE", der),
  privateKeyPem: toPem("PRIVATE KEY", pkcs8Of(device.privateKey)),
  tlsCryptV2Pem: newClientKey(newServerKey(noise(128)), noise(256), madeAt(now)),
  options: { tunMtu: 1400, explicitExitNotify: true, remoteRandom: true },
};
const other: Given = {
  remotes: [
    { address: "198.51.100.10", port: 1194, proto: "udp" },
    { address: "198.51.100.10", port: 1194, proto: "udp" },
    { address: "vpn5.example.org", port: 1195, proto: "udp" },
  ],
  options: { remoteRandom: true, explicitExitNotify: true },
};
const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "utf8"));
const rewritten = (text: string, given: Given): string =>
  Buffer.from(rewriteProfile(readProfile(bytesOf(text)), given), "latin1").toString("utf8");
const text = renderProfile(parts);

describe("a profile that is out gets other remotes", () => {
  test("and is then what a new one would be, byte for byte", () => {
    expect(rewritten(text, other)).toBe(renderProfile({ ...parts, remotes: other.remotes }));
    expect(rewritten(text, { ...other, options: { ...other.options, remoteRandom: false } })).toBe(
      renderProfile({ ...parts, remotes: other.remotes, options: { ...parts.options, remoteRandom: false } }),
    );
    expect(rewritten(text, { remotes: parts.remotes, options: parts.options })).toBe(text);
  });
  test("TCP among them takes the goodbye away, and it comes back without", () => {
    const tcp: Given = { ...other, remotes: [...other.remotes, { address: "vpn6.example.org", port: 443, proto: "tcp" }] };
    expect(rewritten(text, tcp)).toBe(renderProfile({ ...parts, remotes: tcp.remotes }));
    const back = rewritten(rewritten(text, tcp), other).split("\n");
    expect(back.filter((line) => line === "explicit-exit-notify 1")).toHaveLength(1);
  });
  test("what its owner wrote into it, and bytes that are no UTF-8, stay as they are; so does its line ending", () => {
    const edited = Buffer.concat([
      Buffer.from("\uFEFF# mine: "),
      Buffer.from([0xff, 0xfe, 0x80]),
      Buffer.from(`\r\nroute 192.0.2.0 255.255.255.0\r\n${text.replaceAll("\n", "\r\n")}# remote old.example.org 1 udp`),
    ]);
    const read = readProfile(edited);
    const after = Buffer.from(rewriteProfile(read, other), "latin1");
    expect(read.remotes).toEqual(["remote vpn1.example.org 1194 udp", "remote 2001:db8::2 1194 udp"]);
    const gone = (line: string) => !/^(remote|remote-random|server-poll-timeout|connect-retry|resolv-retry)\b/.test(line);
    const rest = (all: Buffer) => all.toString("latin1").split("\n").filter(gone);
    expect(rest(after)).toEqual(rest(edited));
    expect(after.toString("latin1")).toContain("nobind\r\nremote 198.51.100.10 1194 udp\r\nremote 198.51.100.10 1194 udp\r\n");
  });
  test("a line inside a block is none, whatever it says", () => {
    const odd = text.replace("<key>\n", "<key>\nremote inside.example.org 1 udp\n");
    expect(rewritten(odd, other)).toContain("remote inside.example.org 1 udp\n");
    expect(readProfile(bytesOf(odd)).remotes).toHaveLength(2);
  });
  test("one without a remote gets them before its first block", () => {
    const bare = text.replace(/^remote .*\n/gm, "");
    expect(rewritten(bare, other)).toContain("verb 3\nremote 198.51.100.10 1194 udp\n");
  });
});

test("the certificate is the first one in it: its SHA-256 is what the portal is asked by", () => {
  const sha256 = (one: Uint8Array) => createHash("sha256").update(one).digest("hex");
  expect(sha256(readProfile(bytesOf(text)).certificate)).toBe(sha256(der));
  expect(sha256(readProfile(bytesOf(text.replaceAll("\n", "\r\n"))).certificate)).toBe(sha256(der));
});

test.each<[string, string | Uint8Array, RegExp]>([
  ["an empty file", "", /empty/],
  ["a file of another kind", new Uint8Array([80, 75, 3, 4, 0, 0]), /not a text file/],
  ["a file that is far too large", "#".repeat(300_000), /too large/],
  ["a letter", "Dear Ann,\nhere is nothing.\n", /no certificate/],
  ["a certificate elsewhere", "client\ncert ann.crt\nkey ann.key\n", /file of its own/],
  ["connection blocks", `client\n<connection>\nremote a 1 udp\n</connection>\n${text}`, /<connection>/],
  ["half a file", text.slice(0, text.indexOf("</key>")), /cut short: its part <key>/],
  ["a damaged certificate", text.replace(/(<cert>\n-----BEGIN CERTIFICATE-----\n).{20}/, "$1????"), /damaged/],
  ["an empty certificate", text.replace(/<cert>[\s\S]*<\/cert>/, "<cert>\n</cert>"), /damaged/],
])("%s is turned away in a sentence", (_, file, sentence) => {
  const read = () => readProfile(typeof file === "string" ? bytesOf(file) : file);
  expect(read).toThrow(ProfileError);
  expect(read).toThrow(sentence);
});
