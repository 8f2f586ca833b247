// What travels between the portal and a node (docs/NODES.md). Pure; the portal and the agent share it.
import { createHash } from "node:crypto";
import { z } from "zod";
import { markUnseen, UNSEEN } from "../unseen";
import { OrderOutcome } from "./session-orders";

/** Ed25519 signs this context followed by the payload's bytes, so that no other signature can pass for a bundle's. */
export const SIGNATURE_CONTEXT = "homeport-bundle-v1\n";
export const MAX_BUNDLE_BYTES = 64 * 1024 * 1024;
/**
 * Room for what a full node has to say: a VPN session that a report leaves out has ended for the portal. Less than the megabyte that
 * proxies in front of the portal take at most unless they are told otherwise.
 */
export const MAX_REPORT_BYTES = 1_000_000;
/** As many as a node takes (`max-clients` in server.conf). */
export const MAX_VPN_SESSIONS = 4096;
export const MAX_RECEIPTS = 2000;
export const MAX_FAULTS = 50;

// PostgreSQL knows no year 0.
const time = z.iso.datetime().refine((text) => !text.startsWith("0000"), "There is no year 0.");
const counter = z.number().int().min(0);
const hex64 = z.string().regex(/^[0-9a-f]{64}$/, "must be 64 hex digits");
const name = z
  .string()
  .min(1)
  .max(64)
  .refine((text) => !UNSEEN.test(text), "A common name has no characters that cannot be seen.");
/** What programs say about themselves. */
const printable = (what: string, max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[\x20-\x7e]*$/, `${what} is printable ASCII.`);
/** What the portal's columns hold: an int, and a bigint as decimal text. */
const MOST_EPOCH = 2 ** 31 - 1;
const address = z
  .string()
  .min(2)
  .max(45)
  .regex(/^[\x21-\x7e]*$/, "An address is printable ASCII.");

export const BundleFile = z.strictObject({ path: z.string().min(1).max(80), content: z.string() });
export type BundleFile = z.infer<typeof BundleFile>;

/** A common name that admits nobody any more. `serial` (hex, optional): then "both barriers" also means that the CRL lists it. */
export const Removal = z.strictObject({
  commonName: name,
  revision: counter,
  ipv4: address,
  ipv6: address,
  serial: z
    .string()
    .regex(/^[0-9a-f]{1,40}$/i)
    .nullish(),
});
export type Removal = z.infer<typeof Removal>;

export const BundlePayload = z.strictObject({
  format: z.literal(1),
  cluster: z.uuid(),
  node: z.string().min(1).max(64),
  epoch: counter,
  /** 0: this bundle is whole, and ccd files that are not in it go. */
  from: z.literal(0),
  to: counter,
  issuedAt: time,
  audit: z.strictObject({ seq: counter, hash: z.string().max(128) }),
  digest: hex64,
  files: z.array(BundleFile),
  removals: z.array(Removal),
  settings: z.record(z.string(), z.unknown()),
});
export type BundlePayload = z.infer<typeof BundlePayload>;

/** The answer of GET /api/v1/node/bundle; both fields in base64. */
export const SignedBundle = z.strictObject({ payload: z.base64(), signature: z.base64().max(200) });
export type SignedBundle = z.infer<typeof SignedBundle>;

/** `bytes` is the payload, `signed` what the bundle-signing key signs. */
export function encodeBundle(payload: BundlePayload): { bytes: Uint8Array; signed: Uint8Array } {
  const bytes = new TextEncoder().encode(JSON.stringify(payload));
  return { bytes, signed: signedBytes(bytes) };
}

export function signedBytes(payload: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(SIGNATURE_CONTEXT, "utf8"), payload]);
}

const MODULUS = 1n << 256n;

/** The sum modulo 2^256 of sha256(path + NUL + content): one changed file changes it in O(1), in any order. 64 hex digits. */
export function digestOf(files: Iterable<{ path: string; content: string }>): string {
  let sum = 0n;
  for (const file of files) sum += fileHash(file);
  return (sum % MODULUS).toString(16).padStart(64, "0");
}

export function fileHash(file: { path: string; content: string }): bigint {
  return BigInt("0x" + createHash("sha256").update(`${file.path}\0${file.content}`, "utf8").digest("hex"));
}

export const ReceiptBody = z.strictObject({
  commonName: name,
  revision: counter,
  refusedAt: time,
  clearAt: time.nullable(),
  barriers: z.enum(["both", "ccd only"]),
});
export type ReceiptBody = z.infer<typeof ReceiptBody>;

export const VpnSessionBody = z.strictObject({
  commonName: name,
  clientId: counter.max(2 ** 31 - 1),
  ipv4: address.nullable(),
  ipv6: address.nullable(),
  source: printable("A VPN session's source", 80),
  since: time,
  bytesIn: counter,
  bytesOut: counter,
});
export type VpnSessionBody = z.infer<typeof VpnSessionBody>;

/** It may repeat what a program on the node wrote; people read it in the portal. */
const words = (what: string, max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[^\0\p{Cs}]*$/u, `${what} has no NUL and no half characters.`)
    .transform(markUnseen);

export const FaultBody = z.strictObject({
  code: z.string().regex(/^[a-z][a-z-]{1,39}$/),
  sentence: words("A fault's sentence", 600),
});
export type FaultBody = z.infer<typeof FaultBody>;

export const ReportBody = z.strictObject({
  cluster: z.uuid(),
  node: z.string().min(1).max(64),
  epoch: counter.max(MOST_EPOCH),
  revision: counter,
  digest: hex64,
  clock: time,
  agentVersion: printable("A version", 40),
  openvpnVersion: printable("A version", 40).nullable(),
  openvpnRunning: z.boolean(),
  /** When its OpenVPN was started; missing from agents before 0.3. */
  openvpnStartedAt: time.nullable().default(null),
  /** Why OpenVPN waits to be started again, in words. */
  restartDue: words("The reason", 200).nullable().default(null),
  /** What came of the orders about single VPN sessions. */
  orders: z.array(OrderOutcome).max(500).default([]),
  startedAt: time,
  crl: z
    .strictObject({ number: z.string().regex(/^\d{1,18}$/, "A CRL's number has 18 digits at most."), thisUpdate: time, nextUpdate: time })
    .nullable(),
  receipts: z.array(ReceiptBody).max(MAX_RECEIPTS),
  vpnSessions: z.array(VpnSessionBody).max(MAX_VPN_SESSIONS),
  faults: z.array(FaultBody).max(MAX_FAULTS),
});
export type ReportBody = z.infer<typeof ReportBody>;
