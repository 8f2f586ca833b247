import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "@playwright/test";
import { SignedBundle, type BundlePayload } from "../../lib/nodes/bundle";
import { joinAll, offboard, onboard, receiptsOf, refusedEverywhere, setUp, type Api, type Person } from "./lab/api";
import type { Door } from "./lab/door";
import { forgeCrl, payloadOf, signBundle, stealKeys, withFile, type Keys } from "./lab/forge";
import { openLab, tellFailure, type Lab } from "./lab/lab";
import { BACKEND } from "./lab/network";
import type { LabNode } from "./lab/node";
import { longestSilence, startPing, type Ping } from "./lab/ping";
import { until } from "./lab/until";
import type { Place, VpnClient } from "./lab/vpn-client";

type Given = { genuine: SignedBundle; first: SignedBundle; others: SignedBundle; keys: Keys };
type Case = { what: string; forge: (given: Given) => SignedBundle; why: RegExp };

const changed = ({ genuine, keys }: Given, change: (payload: BundlePayload) => BundlePayload) =>
  signBundle(change(payloadOf(genuine)), keys.bundle);
const crl = (given: Given, content: (genuine: string) => string | null) =>
  changed(given, (payload) => withFile(payload, "crl.pem", content));

/** Whoever sends these has the real keys where nothing else is said. */
const BUNDLES: Case[] = [
  {
    what: "a wrong signature",
    why: /signature is not one of the bundle-signing key/,
    forge: ({ genuine }) => signBundle(payloadOf(genuine), generateKeyPairSync("ed25519").privateKey),
  },
  {
    what: "a payload that was changed after signing",
    why: /signature is not one of/,
    forge: ({ genuine }) => ({
      ...genuine,
      payload: Buffer.from(JSON.stringify({ ...payloadOf(genuine), removals: [] })).toString("base64"),
    }),
  },
  { what: "a lower revision", why: /lower than revision \d+/, forge: ({ first }) => first },
  { what: "another node's bundle", why: /belongs to another node, vpn2/, forge: ({ others }) => others },
  {
    what: "a name outside the grammar",
    why: /not the name of a ccd file/,
    forge: (given) => changed(given, (payload) => withFile(payload, "ccd/../../../etc/cron.d/x", () => "")),
  },
  {
    what: "a ccd line outside the grammar",
    why: /A ccd file is two lines/,
    forge: (given) =>
      changed(given, (payload) =>
        withFile(payload, "ccd/eve.laptop.1", () => 'ifconfig-push 10.8.0.9 255.255.0.0\npush "redirect-gateway"\n'),
      ),
  },
  {
    what: "a server.conf that would run a program",
    why: /server\.conf/,
    forge: (given) => changed(given, (payload) => withFile(payload, "server.conf", (conf) => `${conf}up /bin/sh\n`)),
  },
];
const CRLS: Case[] = [
  { what: "missing", why: /has no CRL/, forge: (given) => crl(given, () => null) },
  { what: "truncated", why: /cannot be read/, forge: (given) => crl(given, (pem) => pem.slice(0, pem.length / 2)) },
  {
    what: "signed by another key",
    why: /not signed by it/,
    forge: (given) => crl(given, () => forgeCrl(given.keys, generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey, -1, 100)),
  },
  { what: "expired", why: /expired at/, forge: (given) => crl(given, () => forgeCrl(given.keys, given.keys.issuing, -200, -1)) },
  { what: "from the future", why: /from the future/, forge: (given) => crl(given, () => forgeCrl(given.keys, given.keys.issuing, 1, 100)) },
  {
    what: "older than the one in place",
    why: /older than the one in place/,
    forge: (given) => crl(given, () => payloadOf(given.first).files.find(({ path }) => path === "crl.pem")?.content ?? ""),
  },
];

let lab: Lab;
let api: Api;
let node: LabNode;
let stays: VpnClient;
let comes: { place: Place; person: Person };
let pings: Ping[];
let keys: Keys;
let first: SignedBundle;

test.describe.configure({ mode: "serial", timeout: 90_000 });
test.beforeAll(async () => {
  lab = await openLab({ nodes: 2, places: 2 });
  api = await setUp(lab);
  await joinAll(lab, api);
  const [one, two] = lab.places;
  if (!lab.nodes[0] || !one || !two) throw new Error("There are two of each.");
  [node] = [lab.nodes[0]];
  const heard = listen(node.door);
  const ann = await onboard(lab, api, "ann", node);
  comes = { place: two, person: await onboard(lab, api, "ben", node) };
  first = heard[0] ?? never();
  keys = await stealKeys(lab.portal().data);
  stays = await one.connect(ann.profile);
  await lab.route(ann, lab.nodeAt(await stays.up()));
  pings = await Promise.all([startPing(one.machine, BACKEND.ipv6, 0.05), startPing(lab.network.backend, ann.ipv4, 0.05)]);
  // So that the CRL of the first bundle is older than the one in place.
  await onboard(lab, api, "zoe");
  await offboard(api, "zoe");
  await refusedEverywhere(lab, api, "zoe");
});
test.afterEach(() => tellFailure(lab));
test.afterAll(() => lab?.close());

for (const [index, { what, forge, why }] of BUNDLES.entries()) {
  test(`way.7, I7 the node refuses ${what}, says why, and goes on with what it has`, async () => {
    const eve = await onboard(lab, api, `bundle${index}`);
    const before = await node.status();
    await tamper(forge);
    await offboard(api, eve.username);
    await says("bundle-refused", why);
    expect((await node.status()).revision).toBe(before.revision);
    await goesOn();
    // The real bundle again: taken without anybody's doing, with all that was missed.
    node.door.tamper = null;
    await refusedEverywhere(lab, api, eve.username, 30_000);
    await until("the fault to end", async () => (await node.status()).faults.every(({ code }) => code !== "bundle-refused"));
  });
}

for (const [index, { what, forge, why }] of CRLS.entries()) {
  test(`way.7, I6, I7 the node refuses a CRL that is ${what}, says why, and cuts off all the same`, async () => {
    const eve = await onboard(lab, api, `crl${index}`);
    const before = (await node.status()).crls[0]?.number;
    await tamper(forge);
    await offboard(api, eve.username);
    await says("crl-refused", why);
    expect((await node.status()).crls[0]?.number).toBe(before);
    await goesOn();
    const barriers = async () => (await receiptsOf(api, eve.username)).find(({ name }) => name === node.name)?.barriers;
    await until("the receipt to say that one barrier is missing", async () => (await barriers()) === "ccd only");
    expect(node.read(`live/ccd/${eve.commonName}`)).toBeNull();
    // The next change brings a CRL that is good, and with it the second barrier.
    node.door.tamper = null;
    await onboard(lab, api, `after${index}`);
    await until("both barriers", async () => (await barriers()) === "both", { seen: lab.said });
    expect((await node.status()).crlRefused).toBeNull();
  });
}

test("way.7, I8 through all of this the VPN session never paused", async () => {
  await Promise.all([...pings.map((ping) => ping.stop()), stays.stop()]);
  expect(stays.ups(), stays.log()).toBe(1);
  expect(Math.max(...pings.map((ping) => longestSilence(ping.echoes()))), "ms without an echo").toBeLessThan(1000);
});

/** What the node gets from now on, beside what the other node got at the same time. */
async function tamper(forge: Case["forge"]): Promise<void> {
  const others = listen(lab.nodes[1]?.door ?? never());
  node.door.tamper = async (asked, answer) => {
    if (!asked.path.startsWith("/api/v1/node/bundle") || answer.status !== 200) return answer;
    const genuine = SignedBundle.parse(JSON.parse(answer.body.toString("utf8")));
    const forged = forge({ genuine, first, others: await until("the other node's bundle", () => others.at(-1)), keys });
    return { ...answer, body: Buffer.from(JSON.stringify(forged)) };
  };
}

/** The bundles that pass through a door. */
function listen(door: Door): SignedBundle[] {
  const heard: SignedBundle[] = [];
  door.tamper = (asked, answer) => {
    if (asked.path.startsWith("/api/v1/node/bundle") && answer.status === 200)
      heard.push(SignedBundle.parse(JSON.parse(answer.body.toString("utf8"))));
    return answer;
  };
  return heard;
}

/** The node says it on its own machine, and the portal on the node's page. */
async function says(code: string, why: RegExp): Promise<void> {
  const hit = (faults: { code: string; sentence: string }[]) => faults.some((fault) => fault.code === code && why.test(fault.sentence));
  await until(`${code} on the node: ${why}`, async () => hit((await node.status()).faults), { every: 100, seen: lab.said });
  await until(
    `${code} in the portal: ${why}`,
    async () => {
      const { nodes } = await api.call<{ nodes: { name: string; faults: { code: string; sentence: string }[] }[] }>("GET", "/api/v1/nodes");
      return hit(nodes.find(({ name }) => name === node.name)?.faults ?? []);
    },
    { every: 100 },
  );
}

/** Who is connected stays, and who may logs in. */
async function goesOn(): Promise<void> {
  const client = await comes.place.connect(comes.person.profile);
  expect(await client.up()).toBe(node.address);
  await client.stop();
  expect(Math.min(...pings.map((ping) => ping.last()))).toBeGreaterThan(Date.now() - 1000);
}

function never(): never {
  throw new Error("There is one.");
}
