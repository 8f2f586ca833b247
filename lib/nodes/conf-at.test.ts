import { expect, test } from "vitest";
import { confAt } from "./conf-at";
import { serverConfOf, type ServerConfFacts } from "./server-conf-of";

const facts: ServerConfFacts = {
  push: { dns: [], search: [], routes4: ["10.20.0.0/24"], routes6: [] },
  options: { tunMtu: null, mssfix: null, splitDns: false, explicitExitNotify: true },
  pool: { ipv4: "10.8.0.0/16", ipv6: "fd7a:6ca6:e640:8000::/64", topology: "subnet" },
};
const node = { interface: "tun0", proto: "udp", address: "198.51.100.1", port: 1194 };

test.each([
  [{ address: "2001:db8::1", port: 1195 }],
  [{ address: "vpn1.example.org", port: 443 }],
  [{ proto: "tcp", address: "2001:db8::1", port: 443 }],
])("what the form shows for %j is what the node gets", (place) => {
  const before = serverConfOf({ ...node, ...("proto" in place ? { proto: "tcp" } : {}) }, facts);
  const after = { ...node, ...place };
  expect(confAt(before, after)).toBe(serverConfOf(after, facts));
});
