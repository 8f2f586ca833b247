// For tests: a node's folder, an authority, and bundles signed as the portal signs them.
import { createHash, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pairAt } from "../lib/addresses/pool";
import { digestOf, encodeBundle, type BundleFile, type BundlePayload, type SignedBundle } from "../lib/nodes/bundle";
import { renderCcd } from "../lib/nodes/ccd";
import { renderServerConfig } from "../lib/nodes/server-config";
import { issuerOf } from "../lib/pki/certificate";
import { crlDer, crlEntry, tbsParts } from "../lib/pki/crl";
import { concat } from "../lib/pki/der";
import { toPem } from "../lib/pki/pem";
import { authority, serial } from "../lib/pki/referees";
import { newServerKey } from "../lib/pki/tls-crypt-v2";
import { pathsIn, type Paths } from "./paths";
import type { Identity } from "./state";

export const NOW = new Date("2026-11-22T10:00:00.000Z");
export const CLUSTER = "0d8f6c1e-5a44-4c5e-9a3a-3d8a4f0b7a11";
export const POOL = { ipv4: "10.8.0.0/16", ipv6: "fd7a:6ca6:e640:8000::/64", topology: "subnet" } as const;
export const ca = authority("Harbour", NOW);
export const foreignCa = authority("Harbour", NOW);
const keys = generateKeyPairSync("ed25519");
const foreign = generateKeyPairSync("ed25519");
const bundleKey = keys.publicKey.export({ type: "spki", format: "pem" }).toString();
export const pin = createHash("sha256")
  .update(keys.publicKey.export({ type: "spki", format: "der" }))
  .digest("hex");

export const identity: Identity = {
  portal: "https://vpn.example.org/",
  node: "vpn1",
  cluster: CLUSTER,
  nodeToken: "t".repeat(43),
  bundleKey,
  pin,
  epoch: 1,
  enrolledAt: NOW.toISOString(),
  supervisor: "child",
  frr: null,
};

export function nodeFolder(): { at: Paths; remove(): void } {
  const dir = mkdtempSync(join(tmpdir(), "homeport-agent-"));
  const at = pathsIn(dir);
  mkdirSync(at.ccd, { recursive: true });
  return { at, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

type CrlWish = { number?: number; thisUpdate?: Date; nextUpdate?: Date; serials?: string[]; by?: ReturnType<typeof authority> };

export function crlPem({
  number = 1,
  thisUpdate = minutes(-60),
  nextUpdate = minutes(7 * 24 * 60),
  serials = [],
  by = ca,
}: CrlWish = {}): string {
  const issuer = issuerOf(by.issuingDer);
  const entries = concat(...serials.map((one) => crlEntry(one, NOW, "cessationOfOperation")));
  const head = {
    issuerName: issuer.name,
    keyIdentifier: issuer.keyIdentifier,
    number: BigInt(number),
    thisUpdate,
    nextUpdate,
    entriesLength: entries.length,
  };
  const { before, after } = tbsParts(head);
  return toPem("X509 CRL", crlDer({ ...head, entries, signature: sign("sha256", concat(before, entries, after), by.issuing.privateKey) }));
}

export const minutes = (count: number): Date => new Date(NOW.getTime() + count * 60_000);
/** One device per name, at the index that its place gives it. */
const NAMES = ["ann.laptop.1", "bob.phone.1", "cy.pad.1"];
export const deviceOf = (name: string) => ({
  ...pairAt(POOL, 256 + NAMES.indexOf(name)),
  serial: serial(100 + NAMES.indexOf(name)),
  pool: POOL,
});
const tlsCrypt = newServerKey(new Uint8Array(128).fill(7));

type Wish = {
  revision: number;
  admits?: string[];
  removes?: { name: string; revision: number }[];
  crl?: string | null;
  files?: BundleFile[];
  change?: Partial<BundlePayload>;
  key?: KeyObject;
};

/** A bundle of `revision`; `files` replace or add, `change` alters the payload after its digest was made. */
export function bundle({ revision, admits = [], removes = [], crl = crlPem(), files = [], change = {}, key = keys.privateKey }: Wish): {
  signed: SignedBundle;
  payload: BundlePayload;
} {
  const all = new Map<string, string>([
    [
      "server.conf",
      renderServerConfig({
        interface: "tun0",
        proto: "udp",
        port: 1194,
        pool: POOL,
        dns: [],
        search: [],
        routes4: [],
        routes6: [],
        options: { tunMtu: null, mssfix: null, splitDns: false, explicitExitNotify: true },
      }),
    ],
    ["trusted_chain.pem", ca.chainPem],
    ["tls-crypt-v2.key", tlsCrypt],
    ...(crl === null ? [] : [["crl.pem", crl] as [string, string]]),
    ...admits.map((name): [string, string] => [`ccd/${name}`, renderCcd(deviceOf(name))]),
    ...files.map((file): [string, string] => [file.path, file.content]),
  ]);
  const list = [...all].map(([path, content]) => ({ path, content }));
  const payload: BundlePayload = {
    format: 1,
    cluster: CLUSTER,
    node: "vpn1",
    epoch: 1,
    from: 0,
    to: revision,
    issuedAt: NOW.toISOString(),
    audit: { seq: revision, hash: "" },
    digest: digestOf(list),
    files: list,
    settings: {},
    removals: removes.map((one) => {
      const { ipv4, ipv6, serial: number } = deviceOf(one.name);
      return { commonName: one.name, revision: one.revision, ipv4, ipv6, serial: number };
    }),
    ...change,
  };
  const { bytes, signed } = encodeBundle(payload);
  return { payload, signed: { payload: Buffer.from(bytes).toString("base64"), signature: sign(null, signed, key).toString("base64") } };
}

export const foreignKey = foreign.privateKey;
