// Making a checked bundle the one in force (I6, I7). Removals first; the journal is the signed bundle itself, so that
// an apply that was cut off anywhere is finished by doing it again.
import { mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { digestOf, type BundleFile, type BundlePayload, type Removal, type SignedBundle } from "../lib/nodes/bundle";
import { NodeSettings } from "../lib/nodes/node-settings";
import { gateCrl, type GateAnswer } from "../lib/pki/crl-gate";
import { servedCrlsOf, serialsOf } from "./crl-in-place";
import type { Paths } from "./paths";
import { afterBundle, type Revocation } from "./revocations";
import { writeState, type NodeState } from "./state";
import { readText, syncFolder, writeCrl, writeFile } from "./write-file";

export type Hands = {
  now(): Date;
  /** Hears who may be connected from now on, before the first barrier goes up. */
  admit(names: Set<string>): void;
  /** Called with the removals that are new, once their barriers are on disk. */
  kill(fresh: Removal[]): Promise<void>;
  /** Called after each step; a test cuts the power here. */
  step(name: string): void;
};

export type Memory = { state: NodeState | null; revocations: Revocation[] };

/** Moves `memory` and the folder from one revision to the next. */
export async function applyBundle(signed: SignedBundle, payload: BundlePayload, memory: Memory, at: Paths, hands: Hands): Promise<void> {
  mkdirSync(at.ccd, { recursive: true, mode: 0o700 });
  mkdirSync(at.temporary, { recursive: true, mode: 0o700 });
  try {
    writeState(at.journal, signed);
  } catch (error) {
    await cutOffOnly(payload, memory, at, hands);
    throw error;
  }
  hands.step("journal");

  const files = new Map(payload.files.map((file) => [file.path, file.content]));
  const admitted = new Set(payload.files.filter((file) => file.path.startsWith("ccd/")).map((file) => file.path.slice(4)));
  hands.admit(admitted);
  removeCcdFiles(at, admitted);
  hands.step("ccd files removed");
  const gate = swapCrl(files, memory.state, at, hands.now());
  hands.step("crl");

  // Both barriers are on disk: now, and not before, the sessions die (I7).
  const listed = gate.ok ? serialsOf(files.get("crl.pem") ?? "") : null;
  const { after, fresh } = afterBundle(memory.revocations, payload, listed, hands.now());
  memory.revocations = after;
  await hands.kill(fresh);
  hands.step("killed");
  writeState(at.revocations, memory.revocations);
  hands.step("revocations");

  // While a CRL is refused the chain stays as well: a new issuing CA without its CRL would let its revoked in (fact 6).
  const held = gate.ok ? [] : ["crl.pem", "trusted_chain.pem"];
  const kept = held.flatMap((path): BundleFile[] => {
    const content = readText(join(at.live, path));
    return content === null ? [] : [{ path, content }];
  });
  const live = [...payload.files.filter((file) => !held.includes(file.path)), ...kept];
  writeChanged(at, live);
  hands.step("files");

  memory.state = {
    epoch: payload.epoch,
    revision: payload.to,
    digest: payload.digest,
    liveDigest: digestOf(live),
    crls: gate.ok ? gate.crls : servedCrlsOf(at, memory.state),
    crlRefused: gate.ok ? null : gate.why,
    audit: payload.audit,
    appliedAt: hands.now().toISOString(),
    settings: NodeSettings.parse(payload.settings),
  };
  writeState(at.state, memory.state);
  hands.step("state");
  renameSync(at.journal, at.bundle);
  syncFolder(at.dir);
  hands.step("done");
}

/** A full disk takes no journal. Unlinking needs no room: the removals happen all the same, the rest when there is room. */
async function cutOffOnly(payload: BundlePayload, memory: Memory, at: Paths, hands: Hands): Promise<void> {
  const removed = new Set(payload.removals.map((one) => one.commonName));
  const admitted = new Set(readdirSync(at.ccd).filter((name) => !removed.has(name)));
  hands.admit(admitted);
  removeCcdFiles(at, admitted);
  const { after, fresh } = afterBundle(memory.revocations, payload, null, hands.now());
  memory.revocations = after;
  await hands.kill(fresh);
}

function removeCcdFiles(at: Paths, admitted: ReadonlySet<string>): void {
  const gone = readdirSync(at.ccd).filter((name) => !admitted.has(name));
  for (const name of gone) rmSync(join(at.ccd, name), { recursive: true, force: true });
  if (gone.length > 0) syncFolder(at.ccd);
}

/** An unsafe CRL is refused alone: the one in place stays (facts 6 to 10). */
function swapCrl(files: ReadonlyMap<string, string>, state: NodeState | null, at: Paths, now: Date): GateAnswer {
  const pem = files.get("crl.pem");
  const chainPem = files.get("trusted_chain.pem") ?? "";
  const inPlace = readText(at.crl);
  if (pem === undefined) return { ok: false, why: "the bundle has no CRL." };
  const gate = gateCrl({ pem, chainPem, now, previous: inPlace === null ? (state?.crls ?? null) : servedCrlsOf(at, state) });
  if (gate.ok && pem !== inPlace) writeCrl(at.crl, pem, now);
  return gate;
}

/** Each file whole; one fsync of the folder for all. What a power cut still takes is put back before OpenVPN starts. */
function writeChanged(at: Paths, files: readonly BundleFile[]): void {
  const changed = files.filter((file) => file.path !== "crl.pem" && readText(join(at.live, file.path)) !== file.content);
  const durable = changed.length <= 200;
  for (const { path, content } of changed) writeFile(join(at.live, path), content, { temporary: join(at.temporary, "file"), durable });
  if (changed.length > 0) syncFolder(at.ccd);
}

/** The digest of what really lies on disk: anything else in `ccd` counts as well. */
export function digestOnDisk(at: Paths): string {
  const names = ["server.conf", "trusted_chain.pem", "crl.pem", "tls-crypt-v2.key", ...readdirSync(at.ccd).map((name) => `ccd/${name}`)];
  return digestOf(
    names.flatMap((path) => {
      const content = readText(join(at.live, path));
      return content === null ? [] : [{ path, content }];
    }),
  );
}
