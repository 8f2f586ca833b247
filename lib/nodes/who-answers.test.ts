import { expect, test } from "vitest";
import { idleBehind, whyNobodyAnswers, type RemoteOwner } from "./who-answers";

const v4 = { proto: "udp", address: "198.51.100.1" };
const v6 = { proto: "udp", address: "2001:db8::1" };
const named = { proto: "udp", address: "vpn1.example.org" };
const of = (kind: "node" | "balancer", behind: RemoteOwner["behind"], translates = false): RemoteOwner => ({
  kind,
  id: "1",
  name: kind === "node" ? "vpn1" : "lb1",
  behind,
  translates,
});

test.each<[string, RemoteOwner, string, string | null]>([
  ["a node of IPv4, by IPv4", of("node", [v4]), "203.0.113.7", null],
  ["a node of IPv4, by name", of("node", [v4]), "vpn.example.org", null],
  ["a node of IPv4, by IPv6", of("node", [v4]), "2001:db8::7", "address"],
  ["a node with a name, by IPv6", of("node", [named]), "2001:db8::7", "address"],
  ["a node of IPv6, by IPv6", of("node", [v6]), "2001:db8::7", null],
  ["a node of IPv6, which listens on both, by IPv4", of("node", [v6]), "203.0.113.7", null],
  ["a balancer before IPv4, by IPv4", of("balancer", [v4]), "203.0.113.7", null],
  ["a balancer before IPv4, by IPv6", of("balancer", [v4]), "2001:db8::7", "address"],
  ["a balancer before IPv6, by IPv4", of("balancer", [v6]), "203.0.113.7", "address"],
  ["a balancer before both, by IPv6", of("balancer", [v4, v6]), "2001:db8::7", null],
  ["a balancer before IPv4, by name", of("balancer", [v4]), "vpn.example.org", null],
  ["nginx before IPv4, by IPv6", of("balancer", [v4], true), "2001:db8::7", null],
  ["a balancer whose only IPv6 node speaks TCP", of("balancer", [v4, { ...v6, proto: "tcp" }]), "2001:db8::7", "address"],
  ["a balancer without nodes", of("balancer", []), "203.0.113.7", "proto"],
  ["a node of another protocol", of("node", [{ ...v4, proto: "tcp" }]), "203.0.113.7", "proto"],
])("%s", (_, owner, address, field) => {
  const why = whyNobodyAnswers(owner, { address, proto: "udp" });
  expect(why?.field ?? null).toBe(field);
  if (why) expect(why.sentence).toMatch(/nobody would answer/);
});

test("a node behind a balancer that no remote sends anybody to is found out", () => {
  const tcp = { proto: "tcp", address: "198.51.100.2" };
  const at = (...addresses: string[]) => addresses.map((address) => ({ address, proto: "udp" }));
  const of = (remotes: { address: string; proto: string }[], hidesSources = false) => idleBehind({ remotes, hidesSources }, [v4, v6, tcp]);
  expect(of(at("203.0.113.7"))).toEqual([v6, tcp]);
  expect(of(at("203.0.113.7", "2001:db8::7"))).toEqual([tcp]);
  expect(of(at("vpn.example.org"))).toEqual([tcp]);
  expect(of(at("203.0.113.7"), true), "nginx translates").toEqual([tcp]);
  expect(of([]), "another notice says that").toEqual([]);
});
