import { describe, expect, it } from "vitest";
import { readRoutes, routeCommands, wantedRoutes } from "./routes";
import type { StatusRow } from "./status3";

const row = (ipv4: string | null, ipv6: string | null): StatusRow => ({
  commonName: "ann.laptop.1",
  realAddress: "192.0.2.7:51000",
  ipv4,
  ipv6,
  bytesIn: 0,
  bytesOut: 0,
  since: new Date(0),
  clientId: 0,
});
const pools = [{ ipv4: "10.8.0.0/16", ipv6: "fd7a:6ca6:e640:8000::/64" }];

describe("routes", () => {
  it("cluster.1 are a /32 and a /128 of each session, inside the pools and nowhere else", () => {
    const rows = [
      row("10.8.1.5", "fd7a:6ca6:e640:8000::a08:105"),
      row("10.9.1.5", "fd7b::1"),
      row("0.0.0.0", "::"),
      row(null, "fd7a:6ca6:e640:8000:0::7"),
      row("10.8.1.5; reboot", null),
    ];
    expect([...wantedRoutes(rows, pools)]).toEqual(["10.8.1.5/32", "fd7a:6ca6:e640:8000::a08:105/128", "fd7a:6ca6:e640:8000::7/128"]);
    expect(wantedRoutes(rows, []).size).toBe(0);
    // What was found out for one cluster's pools is no answer for others.
    expect([...wantedRoutes(rows, [{ ipv4: "10.9.0.0/16", ipv6: "fd7b::/64" }])]).toEqual(["10.9.1.5/32", "fd7b::1/128"]);
    expect(wantedRoutes(rows, pools).size).toBe(3);
  });
  it("are read from what ip lists, those of other devices apart", () => {
    const found = readRoutes(
      "10.8.1.5 dev tun0 scope link \n10.8.1.6 dev tun1 scope link linkdown \nfd7a::a08:105 dev tun0 metric 1024 pref medium\n10.7.0.0/24 dev tun0 scope link\n",
      "tun0",
    );
    expect([...found.here]).toEqual(["10.8.1.5/32", "fd7a::a08:105/128", "10.7.0.0/24"]);
    expect([...found.elsewhere]).toEqual(["10.8.1.6/32"]);
  });
  it("are changed by the difference alone, removals first", () => {
    const commands = routeCommands(new Set(["10.8.1.5/32", "10.8.1.6/32"]), new Set(["10.8.1.5/32", "10.8.1.7/32"]), "tun3");
    expect(commands).toEqual(["route del 10.8.1.7/32 dev tun3 proto 170", "route replace 10.8.1.6/32 dev tun3 proto 170"]);
  });
});
