import { expect, test } from "vitest";
import { digestOf, type BundlePayload } from "../../lib/nodes/bundle";
import { madeAt, newClientKey, newServerKey } from "../../lib/pki/tls-crypt-v2";
import type { Expected } from "../bundle-envelope";
import { bundle, CLUSTER, foreignKey, identity, NOW } from "../node-for-tests";
import { openBalancerBundle } from "./open-bundle";

const pem = newClientKey(newServerKey(new Uint8Array(128).fill(1)), new Uint8Array(256).fill(2), madeAt(NOW));
const files = [{ path: "probe.key", content: pem }];
const settings = {
  balancer: {
    listeners: [{ address: "198.51.100.10", port: 1194, proto: "udp" }],
    backends: [{ node: "vpn1", address: "10.1.0.21", port: 1194, proto: "udp" }],
  },
};
const right: Partial<BundlePayload> = { node: "lb1", files, digest: digestOf(files), settings };
const expected: Expected = { bundleKey: identity.bundleKey, cluster: CLUSTER, node: "lb1", epoch: 1, revision: 4, digest: null };
const open = (change: Partial<BundlePayload>, of: Partial<Expected> = {}, key = {}) =>
  openBalancerBundle(bundle({ revision: 5, change: { ...right, ...change }, ...key }).signed, { ...expected, ...of });
const withFiles = (all: BundlePayload["files"]) => ({ files: all, digest: digestOf(all) });
const backend = (more: object) => ({ balancer: { ...settings.balancer, backends: [{ ...settings.balancer.backends[0], ...more }] } });

test("the right one is opened", () => {
  const opened = open({});
  expect(opened).toMatchObject({ epoch: 1, revision: 5, settings: settings.balancer });
});

test.each<[string, () => unknown, RegExp]>([
  ["signed by another", () => open({}, {}, { key: foreignKey }), /signature .* this balancer pinned/],
  ["of another balancer", () => open({ node: "lb2" }), /another balancer, lb2/],
  ["a node's", () => open({ node: "lb1", settings: {} }), /settings are not a balancer's/],
  ["older", () => open({}, { revision: 6 }), /lower than revision 6/],
  ["the same again with another key", () => open({}, { revision: 5, digest: "0".repeat(64) }), /other files than before/],
  ["with a digest that does not fit", () => open({ digest: "0".repeat(64) }), /digest does not fit/],
  ["without a key", () => open(withFiles([])), /one file, probe\.key/],
  ["with more than a key", () => open(withFiles([...files, { path: "crl.pem", content: "" }])), /one file, probe\.key/],
  ["with a key that is none", () => open(withFiles([{ path: "probe.key", content: "secret" }])), /probe\.key: /],
  ["with a host name where an address belongs", () => open({ settings: backend({ address: "vpn1.example.org" }) }), /not an IP address/],
  ["with nft's syntax in an address", () => open({ settings: backend({ address: "10.1.0.21 }; flush ruleset" }) }), /not an IP address/],
  ["with a port that is none", () => open({ settings: backend({ port: 70000 }) }), /port/],
  ["with another protocol", () => open({ settings: backend({ proto: "sctp" }) }), /proto/],
])("one %s is refused, and what is there goes on", (_, work, why) => {
  expect(work()).toMatch(why);
  expect(work()).toMatch(/The balancer goes on with what it has\.$/);
});
