import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { CLIENT_KEY_LABEL, MAX_METADATA, madeAt, newClientKey, newServerKey, SERVER_KEY_LABEL, unwrapClientKey } from "./tls-crypt-v2";
import { fromPem, toPem } from "./pem";
import { ask, folder, has } from "./referees";

const at = folder();
afterAll(at.remove);
const bytes = (length: number, seed: string) => {
  const out: Buffer[] = [];
  for (let i = 0; i * 32 < length; i++) out.push(createHash("sha256").update(`${seed}${i}`).digest());
  return new Uint8Array(Buffer.concat(out).subarray(0, length));
};
const server = newServerKey(bytes(128, "server"));
const when = new Date("2026-11-22T10:00:00Z");

test("a client key opens with its server key and no other", () => {
  const client = newClientKey(server, bytes(256, "client"), madeAt(when));
  expect(unwrapClientKey(server, client)).toEqual(madeAt(when));
  expect(unwrapClientKey(newServerKey(bytes(128, "other")), client)).toBeNull();
  const key = fromPem(CLIENT_KEY_LABEL, client);
  for (const byte of [0, 255, 256, 287, 288, 500, key.length - 3, key.length - 2, key.length - 1]) {
    const broken = key.slice();
    broken[byte] = (broken[byte] ?? 0) ^ 1;
    expect(unwrapClientKey(server, toPem(CLIENT_KEY_LABEL, broken)), `byte ${byte}`).toBeNull();
  }
  for (const length of [0, 1, 255, 256, 300, 547, key.length - 1])
    expect(unwrapClientKey(server, toPem(CLIENT_KEY_LABEL, key.subarray(0, length)))).toBeNull();
});

describe("sizes", () => {
  test("metadata up to the limit", () => {
    const metadata = bytes(MAX_METADATA, "metadata");
    expect(unwrapClientKey(server, newClientKey(server, bytes(256, "c"), metadata))).toEqual(metadata);
    expect(fromPem(CLIENT_KEY_LABEL, newClientKey(server, bytes(256, "c"), metadata)).length).toBe(256 + 1024);
  });
  test.each<[string, () => string]>([
    ["a short server key", () => newServerKey(bytes(127, "s"))],
    ["a short client key", () => newClientKey(server, bytes(255, "c"), madeAt(when))],
    ["no metadata", () => newClientKey(server, bytes(256, "c"), new Uint8Array())],
    ["too much metadata", () => newClientKey(server, bytes(256, "c"), bytes(MAX_METADATA + 1, "m"))],
    ["a server key of another length", () => newClientKey(toPem(SERVER_KEY_LABEL, bytes(64, "s")), bytes(256, "c"), madeAt(when))],
  ])("%s is refused", (_, make) => expect(make).toThrow(RangeError));
});

describe.skipIf(!has("openvpn"))("openvpn", () => {
  const serverFile = at.put("server.key", server);

  test("makes client keys with our server key, and we open them", () => {
    const file = `${at.path}/client.key`;
    expect(ask("openvpn", ["--tls-crypt-v2", serverFile, "--genkey", "tls-crypt-v2-client", file])).toMatchObject({ ok: true });
    const metadata = unwrapClientKey(server, readFileSync(file, "utf8"));
    expect(metadata?.length).toBe(9);
    expect(metadata?.[0]).toBe(1);
  });

  test("makes client keys with metadata of the user's own", () => {
    const file = `${at.path}/client2.key`;
    ask("openvpn", ["--tls-crypt-v2", serverFile, "--genkey", "tls-crypt-v2-client", file, Buffer.from("device 7").toString("base64")]);
    const metadata = unwrapClientKey(server, readFileSync(file, "utf8"));
    expect(metadata && Buffer.from(metadata).toString()).toBe("\0device 7");
  });

  test("writes server keys as we do", () => {
    const file = `${at.path}/server2.key`;
    ask("openvpn", ["--genkey", "tls-crypt-v2-server", file]);
    const theirs = readFileSync(file, "utf8");
    expect(toPem(SERVER_KEY_LABEL, fromPem(SERVER_KEY_LABEL, theirs))).toBe(theirs);
    expect(unwrapClientKey(theirs, newClientKey(theirs, bytes(256, "c"), madeAt(when)))).toEqual(madeAt(when));
  });
});
