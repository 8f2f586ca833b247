import { describe, expect, test } from "vitest";
import { Refusal } from "@/lib/refusal";
import { SettingsBody, type ClusterSettings } from "./settings-body";
import { settingsPreview, type NodeFacts } from "./settings-preview";

const before: ClusterSettings = {
  nameServers: ["10.20.0.53"],
  searchDomains: ["corp.example.org"],
  routes4: ["10.20.0.0/24"],
  routes6: [],
  tunMtu: null,
  mssfix: null,
  splitDns: false,
  explicitExitNotify: true,
  remoteRandom: true,
  deviceLimit: 5,
  deviceLifeDays: 825,
  overlapDays: 14,
  invitationHours: 72,
  quarantineDays: 30,
  vpnSessionDays: 30,
  keepSourceAddresses: true,
};
const pools = { pool: { ipv4: "10.8.0.0/24", ipv6: "fd7a:6ca6:e640:8000::/64", topology: "subnet" as const }, morePools: [] };
const vpn1: NodeFacts = { name: "vpn1", interface: "tun0", proto: "udp", address: "198.51.100.1", port: 1194 };
const vpn2: NodeFacts = { name: "vpn2", interface: "tun1", proto: "udp", address: "198.51.100.2", port: 1195 };
const tcp: NodeFacts = { name: "vpn3", interface: "tun0", proto: "tcp", address: "vpn3.example.org", port: 443 };
const preview = (change: Partial<ClusterSettings>, nodes: readonly NodeFacts[] = [vpn1, vpn2]) =>
  settingsPreview({
    before,
    after: { ...before, ...change },
    pools,
    nodes,
    remotes: nodes.map(({ proto }) => ({ proto: proto === "tcp" ? "tcp" : "udp" })),
  });
const drawn = (lines: readonly { mark: string; text: string }[]) =>
  lines.filter(({ mark }) => mark !== "same").map(({ mark, text }) => `${mark === "new" ? "+" : "-"}${text}`);

describe("what a change of the settings would do", () => {
  test("nothing, where nothing is different", () => {
    expect(preview({})).toEqual({ changes: [], serverConf: [], profile: [], nodesMustSee: false });
  });

  test("a route is one line more in each server.conf, the nodes together; profiles stay", () => {
    const said = preview({ routes4: ["10.20.0.0/24", "10.30.0.0/16"] });
    expect(said.changes).toEqual([{ name: "routes4", before: ["10.20.0.0/24"], after: ["10.20.0.0/24", "10.30.0.0/16"] }]);
    expect(said.serverConf.map(({ nodes }) => nodes)).toEqual([["vpn1", "vpn2"]]);
    expect(drawn(said.serverConf[0]?.lines ?? [])).toEqual(['+push "route 10.30.0.0 255.255.0.0"']);
    expect(said.profile).toEqual([]);
    expect(said.nodesMustSee).toBe(true);
  });

  test("an MTU stands in both, mssfix in server.conf alone (facts 40, 41)", () => {
    const mtu = preview({ tunMtu: 1400 });
    expect(drawn(mtu.serverConf[0]?.lines ?? [])).toEqual(["+tun-mtu 1400"]);
    expect(drawn(mtu.profile)).toEqual(["+tun-mtu 1400"]);
    const mss = preview({ mssfix: 1300 });
    expect(drawn(mss.serverConf[0]?.lines ?? [])).toEqual(["+mssfix 1300"]);
    expect(mss.profile).toEqual([]);
  });

  test("the goodbye goes from server.conf and profiles, but a TCP node never had it", () => {
    const said = preview({ explicitExitNotify: false }, [vpn1, tcp]);
    expect(said.serverConf.map(({ nodes }) => nodes)).toEqual([["vpn1"]]);
    expect(drawn(said.serverConf[0]?.lines ?? [])).toEqual(['-push "explicit-exit-notify 1"']);
    expect(said.profile).toEqual([]);
    expect(drawn(preview({ explicitExitNotify: false }).profile)).toEqual(["-explicit-exit-notify 1"]);
  });

  test("who draws no lots goes by the order: profiles alone say so", () => {
    const said = preview({ remoteRandom: false });
    expect(drawn(said.profile)).toEqual(["-remote-random"]);
    expect([said.serverConf, said.nodesMustSee]).toEqual([[], false]);
    expect(preview({ remoteRandom: false }, [vpn1]).profile).toEqual([]);
  });

  test("split DNS adds its lines and keeps those that old clients know (fact 42)", () => {
    expect(drawn(preview({ splitDns: true }).serverConf[0]?.lines ?? [])).toEqual([
      '+push "dns server 1 address 10.20.0.53"',
      '+push "dns server 1 resolve-domains corp.example.org"',
      '+push "dns search-domains corp.example.org"',
    ]);
  });

  test("lives, limits, quarantine and retention reach no node and no profile", () => {
    const said = preview({
      deviceLimit: 9,
      deviceLifeDays: 365,
      overlapDays: 7,
      invitationHours: 24,
      quarantineDays: 60,
      vpnSessionDays: 7,
    });
    expect(said).toMatchObject({ serverConf: [], profile: [], nodesMustSee: false });
    expect(said.changes).toHaveLength(6);
  });

  test.each<[string, Partial<ClusterSettings>, NodeFacts[]]>([
    ["a search domain that ends the line", { searchDomains: ['a"\nplugin /tmp/x.so'] }, [vpn1]],
    ["a name server that is none", { nameServers: ["10.20.0.53; reboot"] }, [vpn1]],
    ["an MTU beyond the grammar", { tunMtu: 100 }, [vpn1]],
    ["the same before there is a node", { tunMtu: 100 }, []],
    ["an mssfix beyond the grammar", { mssfix: 70_000 }, [vpn1, vpn2]],
    ["a route with host bits", { routes4: ["10.20.0.1/24"] }, [tcp]],
  ])("%s is refused: the node's grammar would not take server.conf", (_what, change, nodes) => {
    expect(() => preview(change, nodes)).toThrow(Refusal);
    expect(() => preview(change, nodes)).toThrow(/would not take this: .+ Nothing was changed\.$/s);
  });
});

describe("what the form may say", () => {
  const good = { version: 1, ...before };
  test("the settings in force are right", () => expect(SettingsBody.safeParse(good).success).toBe(true));
  test.each<[string, string, unknown]>([
    ["an MTU below what IPv6 needs", "tunMtu", 1279],
    ["a jumbo MTU", "tunMtu", 9000],
    ["an MTU as text", "tunMtu", "1400"],
    ["mssfix 0", "mssfix", 0],
    ["no devices", "deviceLimit", 0],
    ["half a day", "quarantineDays", 1.5],
    ["a life that no authority gives", "deviceLifeDays", 4000],
    ["an overlap longer than the life", "overlapDays", 90],
    ["split DNS without a domain", "splitDns", true],
    ["a route with host bits", "routes4", ["10.0.0.1/8"]],
    ["a domain with a space", "searchDomains", ["corp example"]],
    ["a version that is text", "version", "1"],
  ])("%s is refused by its name", (_what, name, value) => {
    const body = {
      ...good,
      ...(name === "overlapDays" ? { deviceLifeDays: 30 } : {}),
      ...(name === "splitDns" ? { searchDomains: [] } : {}),
    };
    const parsed = SettingsBody.safeParse({ ...body, [name]: value });
    expect(parsed.error?.issues[0]?.path[0]).toBe(name);
    expect(parsed.error?.issues[0]?.message).toMatch(/\.$|lines?|like/);
  });
});
