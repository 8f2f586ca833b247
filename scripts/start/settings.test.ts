import path from "node:path";
import { describe, expect, test } from "vitest";
import { Refusal } from "../refusal.mjs";
import { readKek, readSettings } from "./settings.mjs";

const checkout = path.resolve(import.meta.dirname, "../..");
const read = (env: Record<string, string>) => readSettings(env, checkout);

describe("settings", () => {
  test("nothing set", () => {
    expect(read({})).toEqual({
      port: 3000,
      bind: "127.0.0.1",
      metrics: null,
      url: "http://localhost:3000",
      data: path.join(checkout, "data"),
      databaseUrl: null,
      kek: null,
    });
  });

  test("empty means not set, and the address follows the port", () => {
    expect(read({ PORT: "8080", HOMEPORT_URL: "", DATABASE_URL: "" })).toMatchObject({
      port: 8080,
      url: "http://localhost:8080",
      databaseUrl: null,
    });
  });

  test.each([
    [{ BIND: "::" }, { bind: "::" }],
    [{ BIND: "localhost" }, { bind: "127.0.0.1" }],
    [{ METRICS_BIND: "localhost:9400" }, { metrics: { bind: "127.0.0.1", port: 9400 } }],
    [{ METRICS_BIND: "[::1]:9400" }, { metrics: { bind: "::1", port: 9400 } }],
    [{ HOMEPORT_URL: "https://VPN.example.org:443/" }, { url: "https://vpn.example.org" }],
    [{ HOMEPORT_URL: "http://[::1]:3000" }, { url: "http://[::1]:3000" }],
    [{ HOMEPORT_DATA: "/srv/homeport-new" }, { data: "/srv/homeport-new" }],
    [{ DATABASE_URL: "postgres://a:b@db.example.org/homeport" }, { databaseUrl: "postgres://a:b@db.example.org/homeport" }],
  ])("%j gives %j", (env, settings) => {
    expect(read(env)).toMatchObject(settings);
  });

  test.each([
    [{ PORT: "0" }, "PORT"],
    [{ PORT: "65536" }, "PORT"],
    [{ PORT: "3000 " }, "PORT"],
    [{ PORT: "-1" }, "PORT"],
    [{ PORT: "1e3" }, "PORT"],
    [{ BIND: "example.org" }, "BIND"],
    [{ BIND: "1.2.3" }, "BIND"],
    [{ METRICS_BIND: "9400" }, "METRICS_BIND"],
    [{ METRICS_BIND: "127.0.0.1:0" }, "METRICS_BIND"],
    [{ METRICS_BIND: "metrics.example.org:9400" }, "METRICS_BIND"],
    [{ METRICS_BIND: "127.0.0.1:3000" }, "METRICS_BIND"],
    [{ HOMEPORT_URL: "vpn.example.org" }, "HOMEPORT_URL"],
    [{ HOMEPORT_URL: "ftp://vpn.example.org" }, "HOMEPORT_URL"],
    [{ HOMEPORT_URL: "https://vpn.example.org/vpn" }, "HOMEPORT_URL"],
    [{ HOMEPORT_URL: "https://me@vpn.example.org" }, "HOMEPORT_URL"],
    [{ HOMEPORT_DATA: "package.json" }, "HOMEPORT_DATA"],
    [{ DATABASE_URL: "localhost/homeport" }, "DATABASE_URL"],
    [{ DATABASE_URL: "postgresql://db" }, "DATABASE_URL"],
    [{ HOMEPORT_KEK: "short" }, "HOMEPORT_KEK"],
  ])("%j is refused by the setting's name", (env, name) => {
    expect(() => read(env)).toThrow(Refusal);
    expect(() => read(env)).toThrow(name);
  });

  test("a key is 32 bytes in base64, and a newline at its end is no part of it", () => {
    const key = Buffer.alloc(32, 200).toString("base64");
    expect(readKek(`${key}\n`, "kek")).toBe(key);
    for (const wrong of [key.slice(4), `${key}AAAA`, `${key.slice(0, -2)}!=`, ""]) expect(() => readKek(wrong, "kek")).toThrow(Refusal);
  });
});
