import { describe, expect, it } from "vitest";
import { digestOf } from "../lib/nodes/bundle";
import { checkBundle } from "./bundle-check";
import { bundle, CLUSTER, foreignCa, foreignKey, identity, ca } from "./node-for-tests";

const expected = { bundleKey: identity.bundleKey, cluster: CLUSTER, node: "vpn1", epoch: 1, revision: 5, digest: "f".repeat(64) };
const ask = (made: ReturnType<typeof bundle>, change: Partial<typeof expected> = {}) =>
  checkBundle(made.signed, { ...expected, ...change });
const good = bundle({ revision: 6, admits: ["ann.laptop.1"], removes: [{ name: "bob.phone.1", revision: 6 }] });
const ccd = (
  path: string,
  content = "ifconfig-push 10.8.1.5 255.255.0.0\nifconfig-ipv6-push fd7a:6ca6:e640:8000::a08:105/64 fd7a:6ca6:e640:8000::a08:1\n",
) => ({ files: [{ path, content }] });

describe("a bundle", () => {
  it("is taken when it is newer, or of a later epoch, or the one in force again", () => {
    expect(ask(good)).toMatchObject({ ok: true, payload: { to: 6 } });
    expect(ask(good, { revision: 6, digest: good.payload.digest })).toMatchObject({ ok: true });
    expect(ask(bundle({ revision: 1, change: { epoch: 2 } }))).toMatchObject({ ok: true });
  });

  it.each<[string, ReturnType<typeof bundle>, RegExp]>([
    ["a wrong signature", bundle({ revision: 6, key: foreignKey }), /signature/],
    [
      "a changed payload",
      { ...good, signed: { ...good.signed, payload: Buffer.from(JSON.stringify({ ...good.payload, to: 7 })).toString("base64") } },
      /signature/,
    ],
    ["an empty signature", { ...good, signed: { ...good.signed, signature: "" } }, /signature/],
    ["another node's bundle", bundle({ revision: 6, change: { node: "vpn2" } }), /another node, vpn2/],
    ["another cluster's bundle", bundle({ revision: 6, change: { cluster: "11111111-5a44-4c5e-9a3a-3d8a4f0b7a11" } }), /another cluster/],
    ["a lower revision (I7)", bundle({ revision: 4 }), /revision 4 of epoch 1, lower than revision 5/],
    ["a lower epoch (I7)", bundle({ revision: 9, change: { epoch: 0 } }), /epoch 0/],
    ["the revision in force with other files (I7)", bundle({ revision: 5 }), /again, with other files/],
    ["a digest that does not fit", bundle({ revision: 6, change: { digest: "0".repeat(64) } }), /digest/],
    ["a partial bundle", bundle({ revision: 6, change: { from: 3 as 0 } }), /known form: from/],
    ["a surplus field", bundle({ revision: 6, change: { run: "x" } as object }), /known form/],
    ["no server.conf", withoutFile("server.conf"), /server\.conf is missing/],
    [
      "a directive that runs something",
      bundle({ revision: 6, files: [{ path: "server.conf", content: `${good.payload.files[0]?.content}up /bin/sh\n` }] }),
      /"up" is not a directive/,
    ],
    ["a file of another name", bundle({ revision: 6, files: [{ path: "up.sh", content: "x" }] }), /up\.sh/],
    ["a path that climbs", bundle({ revision: 6, ...ccd("ccd/../../etc/passwd") }), /not the name of a ccd file/],
    ["a path with a NUL", bundle({ revision: 6, ...ccd("ccd/ann.laptop.1\0") }), /not the name of a ccd file/],
    ["DEFAULT", bundle({ revision: 6, ...ccd("ccd/DEFAULT") }), /not the name of a ccd file/],
    [
      "a ccd file of another topology than the node's",
      bundle({
        revision: 6,
        ...ccd(
          "ccd/ann.laptop.1",
          "ifconfig-push 10.8.1.6 10.8.1.5\nifconfig-ipv6-push fd7a:6ca6:e640:8000::a08:106/64 fd7a:6ca6:e640:8000::a08:1\n",
        ),
      }),
      /netmask/,
    ],
    ["a ccd file with more", bundle({ revision: 6, ...ccd("ccd/ann.laptop.1", "config /etc/passwd\n") }), /two lines/],
    [
      "a server key as tls-crypt-v2 key",
      bundle({ revision: 6, files: [{ path: "tls-crypt-v2.key", content: "-----BEGIN PRIVATE KEY-----\n" }] }),
      /tls-crypt-v2 server key/,
    ],
    ["a chain with a stranger's text", bundle({ revision: 6, files: [{ path: "trusted_chain.pem", content: "hello" }] }), /chain/],
    [
      "a chain with two CAs of one name",
      bundle({ revision: 6, files: [{ path: "trusted_chain.pem", content: ca.chainPem + foreignCa.issuingPem }] }),
      /one name/,
    ],
    [
      "a removal that is no common name",
      bundle({ revision: 6, change: { removals: [{ commonName: "ann laptop", revision: 6, ipv4: "10.8.1.0", ipv6: "fd7a::1" }] } }),
      /not a common name/,
    ],
    [
      "a name removed and admitted at once",
      bundle({ revision: 6, admits: ["ann.laptop.1"], removes: [{ name: "ann.laptop.1", revision: 6 }] }),
      /at once/,
    ],
  ])("is refused for %s, with the reason", (_, made, why) => {
    const answer = ask(made);
    expect(answer.ok).toBe(false);
    expect(answer.ok ? "" : answer.why).toMatch(why);
    expect(answer.ok ? "" : answer.why).toMatch(/^A bundle was refused: .+\. The node goes on with what it has\.$/);
  });
});

function withoutFile(path: string) {
  const files = bundle({ revision: 6 }).payload.files.filter((file) => file.path !== path);
  // The digest must fit, or that would be the reason.
  return bundle({ revision: 6, change: { files, digest: digestOf(files) } });
}
