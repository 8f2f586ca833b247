import { expect, test } from "vitest";
import { balancerSettingsOf } from "./balancer-settings";
import { BalancerSettings } from "./node-settings";

const node = (name: string, more: object = {}) => ({
  name,
  address: "10.1.0.21",
  port: 1194,
  proto: "udp",
  state: "active",
  drainedAt: null,
  ...more,
});
const remote = (address: string, port = 1194, proto = "udp") => ({ address, port, proto });

test("who is drained, removed or known by a host name alone gets nothing; who has not joined yet may", () => {
  const said = balancerSettingsOf(
    [remote("198.51.100.10")],
    [
      node("vpn5", { address: "fd00:1::25", proto: "tcp" }),
      node("vpn1"),
      node("vpn2", { drainedAt: new Date() }),
      node("vpn3", { state: "removed" }),
      node("vpn4", { state: "joining" }),
      node("vpn6", { address: "vpn6.example.org" }),
    ],
  );
  expect(said.backends.map((one) => `${one.node} ${one.proto}`)).toEqual(["vpn1 udp", "vpn4 udp", "vpn5 tcp"]);
  expect(BalancerSettings.parse(said)).toEqual(said);
});

test("a host name is every address of the machine, once; the order is always the same", () => {
  const remotes = [remote("vpn.example.org"), remote("198.51.100.10"), remote("vpn2.example.org"), remote("vpn.example.org", 443, "tcp")];
  const said = balancerSettingsOf(remotes, []);
  expect(said.listeners).toEqual([
    { address: null, port: 1194, proto: "udp" },
    { address: null, port: 443, proto: "tcp" },
    { address: "198.51.100.10", port: 1194, proto: "udp" },
  ]);
  expect(balancerSettingsOf([...remotes].reverse(), [])).toEqual(said);
});
