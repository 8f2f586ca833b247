import { expect, test } from "@playwright/test";
import { readCrl } from "../../lib/pki/crl-gate";
import { issuerOf } from "../../lib/pki/certificate";
import { publicKeyFromSpki } from "../../lib/pki/keys";
import { fromPem, pemBlocks } from "../../lib/pki/pem";
import { percentiles, record, rounds } from "../measure";
import { issue, joinAll, onboard, setUp, type Api, type Person } from "./lab/api";
import { openLab, tellFailure, type Lab } from "./lab/lab";
import { until } from "./lab/until";

const DEVICES = rounds(60, 500);

let lab: Lab;
let api: Api;
let innocent: Person;
let revoked: Person;

test.describe.configure({ mode: "serial", timeout: 120_000 + DEVICES * 1000 });
test.beforeAll(async () => {
  lab = await openLab({ nodes: 2, places: 1 });
  api = await setUp(lab);
  await joinAll(lab, api);
});
test.afterEach(() => tellFailure(lab));
test.afterAll(() => lab?.close());

test(`way.6, I4 ${DEVICES} devices are revoked one by one, and every CRL is newer than the one before, and of the past`, async () => {
  const names = Array.from({ length: DEVICES }, (_, index) => `rev${index}`);
  const waiting = [...names];
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let name = waiting.shift(); name; name = waiting.shift()) await issue(lab, api, name);
    }),
  );
  innocent = await onboard(lab, api, "innocent");
  revoked = (await issue(lab, api, "last")).person;

  const chain = pemBlocks(await text("/api/v1/authority/chain.pem"));
  const key = publicKeyFromSpki(issuerOf(chain[0]?.der ?? new Uint8Array()).spki);
  let before = readCrl(fromPem("X509 CRL", await text("/api/v1/authority/crl.pem")));
  const took: number[] = [];
  for (const username of [...names, "last"]) {
    const { devices } = await api.call<{ devices: { id: string }[] }>("GET", `/api/v1/users/${username}`);
    const began = performance.now();
    await api.call("POST", `/api/v1/devices/${devices[0]?.id}/revoke`, { reason: "keyCompromise" });
    took.push(performance.now() - began);
    const crl = readCrl(fromPem("X509 CRL", await text("/api/v1/authority/crl.pem")));
    expect(crl.verify(key)).toBe(true);
    expect(crl.number).toBeGreaterThan(before.number);
    expect(crl.thisUpdate.getTime()).toBeGreaterThanOrEqual(before.thisUpdate.getTime() + 1000);
    expect(crl.thisUpdate.getTime()).toBeLessThan(Date.now());
    expect(crl.count).toBe(before.count + 1);
    before = crl;
  }
  record({
    id: "way.6.cluster",
    claim: `${took.length} devices revoked one by one through the API of a portal with two nodes: until the answer`,
    unit: "ms",
    ...percentiles(took),
    bound: "number and thisUpdate rise each time, thisUpdate is past",
    ok: true,
  });
  for (const node of lab.nodes) {
    await until(`the last CRL on ${node.name}`, async () => (await node.status()).crls[0]?.number === before.number.toString(), {
      ms: 30_000,
      seen: node.log,
    });
    expect((await node.status()).faults).toEqual([]);
  }
});

test("way.6 then an innocent client logs in on both nodes, and a revoked one on none", async () => {
  const [place] = lab.places;
  for (const node of lab.nodes) {
    await place?.block(lab.nodes.filter((other) => other !== node).map(({ address }) => address));
    const client = await place?.connect(innocent.profile);
    expect(await client?.up()).toBe(node.address);
    await client?.stop();
    const refusals = () => (node.read("live/openvpn.log") ?? "").split("certificate revoked").length;
    const before = refusals();
    const out = await place?.connect(revoked.profile);
    await until(`${node.name} to refuse`, () => refusals() > before, { seen: out?.log });
    expect(out?.ups()).toBe(0);
    await out?.stop();
  }
});

async function text(where: string): Promise<string> {
  return (await fetch(new URL(where, lab.portal().url))).text();
}
