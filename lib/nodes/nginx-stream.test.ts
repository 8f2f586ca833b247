import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { renderNginxStream } from "./nginx-stream";
import type { BalancerSettings } from "./node-settings";

const settings: BalancerSettings = {
  listeners: [
    { address: "127.0.0.1", port: 21194, proto: "udp" },
    { address: "::1", port: 21194, proto: "udp" },
    { address: null, port: 21443, proto: "tcp" },
  ],
  backends: [
    { node: "vpn1", address: "10.1.0.21", port: 1194, proto: "udp" },
    { node: "vpn2", address: "fd00:1::22", port: 1195, proto: "udp" },
    { node: "vpn3", address: "10.1.0.23", port: 443, proto: "tcp" },
  ],
};

test("each protocol has its nodes and its places", () => {
  const text = renderNginxStream("dc1", settings);
  expect(text.match(/listen .*;/g)).toEqual([
    "listen 127.0.0.1:21194 udp reuseport;",
    "listen [::1]:21194 udp reuseport;",
    "listen 21443;",
    "listen [::]:21443;",
  ]);
  expect(text.match(/server \S+:\d+/g)).toEqual(["server 10.1.0.21:1194", "server [fd00:1::22]:1195", "server 10.1.0.23:443"]);
});

const MODULE = "/usr/lib/nginx/modules/ngx_stream_module.so";
const folder = mkdtempSync(path.join(tmpdir(), "hp-nginx-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!existsSync(MODULE) || spawnSync("nginx", ["-v"]).status !== 0)("nginx", () => {
  test.each<[string, BalancerSettings]>([
    ["all", settings],
    ["no nodes yet", { ...settings, backends: [] }],
    ["no remotes yet", { ...settings, listeners: [] }],
  ])("takes it: %s", (_, said) => {
    writeFileSync(path.join(folder, "homeport.conf"), renderNginxStream("dc1", said));
    const main = `load_module ${MODULE};\npid ${folder}/pid;\nevents {}\ninclude ${folder}/homeport.conf;\n`;
    writeFileSync(path.join(folder, "nginx.conf"), main);
    const done = spawnSync("nginx", ["-t", "-p", folder, "-e", `${folder}/error.log`, "-c", `${folder}/nginx.conf`], { encoding: "utf8" });
    expect(done.status, done.stderr).toBe(0);
  });
});
