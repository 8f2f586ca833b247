// The bundle in force: taking the next, finishing an interrupted one, putting back what somebody edited.
import { rmSync } from "node:fs";
import { BundlePayload, SignedBundle } from "../lib/nodes/bundle";
import { NodeSettings } from "../lib/nodes/node-settings";
import { applyBundle, digestOnDisk, type Hands, type Memory } from "./apply";
import { checkBundle } from "./bundle-check";
import type { Faults } from "./faults";
import { sentenceOf, type Log } from "./log";
import type { Paths } from "./paths";
import { Revocations } from "./revocations";
import { NodeState, readState, type Identity } from "./state";

export function readMemory(at: Paths): Memory {
  const state = readState(at.state, NodeState);
  return {
    state: state && { ...state, settings: state.settings ?? settingsOf(readState(at.bundle, SignedBundle)) },
    revocations: readState(at.revocations, Revocations) ?? [],
  };
}

/** An agent before 0.3 has left them in the bundle alone; it had checked the bundle's signature. */
function settingsOf(signed: SignedBundle | null): NodeSettings | null {
  if (!signed) return null;
  try {
    return NodeSettings.parse(BundlePayload.parse(JSON.parse(Buffer.from(signed.payload, "base64").toString("utf8"))).settings);
  } catch {
    return null;
  }
}

type Needs = { at: Paths; identity: Identity; memory: Memory; hands: Hands; faults: Faults; log: Log };

export function keepBundle({ at, identity, memory, hands, faults, log }: Needs) {
  let turn: Promise<unknown> = Promise.resolve();
  let busy = 0;
  /** One at a time. */
  const alone = <T>(work: () => Promise<T>): Promise<T> => {
    busy++;
    const mine = turn.then(work).finally(() => busy--);
    turn = mine.catch(() => undefined);
    return mine;
  };

  async function apply(signed: SignedBundle): Promise<string | null> {
    const { state } = memory;
    const expected = {
      bundleKey: identity.bundleKey,
      cluster: identity.cluster,
      node: identity.node,
      epoch: state?.epoch ?? identity.epoch,
      revision: state?.revision ?? 0,
      digest: state?.digest ?? null,
    };
    const answer = checkBundle(signed, expected);
    if (!answer.ok) {
      log("bundle-refused", { why: answer.why });
      return answer.why;
    }
    const settings = NodeSettings.safeParse(answer.payload.settings);
    if (!settings.success) {
      const [issue] = settings.error.issues;
      const why = `its settings are not in the known form: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`;
      log("bundle-refused", { why });
      return why;
    }
    try {
      await applyBundle(signed, answer.payload, memory, at, hands);
      faults.set("disk-full", null);
      faults.set("apply-failed", null);
    } catch (error) {
      const full = error instanceof Error && "code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT");
      faults.set(
        full ? "disk-full" : "apply-failed",
        `Revision ${answer.payload.to} could not be written wholly: ${sentenceOf(error)}. It is tried again.`,
      );
      throw error;
    }
    log("applied", {
      epoch: memory.state?.epoch,
      revision: memory.state?.revision,
      crl: memory.state?.crls[0]?.number ?? null,
      crlRefused: memory.state?.crlRefused ?? null,
    });
    return null;
  }

  const stored = (path: string): SignedBundle | null => readState(path, SignedBundle);

  return {
    settled: () => busy === 0,
    take: (signed: SignedBundle) => alone(() => apply(signed)),
    takeAgain: () =>
      alone(async () => {
        const signed = stored(at.bundle);
        if (signed) await apply(signed);
      }),
    /** Before anything new: what an agent that died has left half-done (I7). */
    finish: () =>
      alone(async () => {
        const signed = stored(at.journal);
        if (signed) {
          log("journal-found");
          if ((await apply(signed)) !== null) rmSync(at.journal, { force: true });
        }
        const last = stored(at.bundle);
        // The state file is lost or damaged: the last bundle says as well what the node may not fall behind.
        if (!memory.state && last) await apply(last);
      }),
    /** The files on disk against the bundle in force; what differs is put back from it. */
    repair: () =>
      alone(async () => {
        if (!memory.state || digestOnDisk(at) === memory.state.liveDigest) return false;
        const last = stored(at.bundle);
        const refused = last ? await apply(last) : "There is no bundle to put them back from.";
        const edited = "Files in the live folder differed from the signed bundle: somebody or something edited them.";
        faults.set(
          "config-edited",
          refused === null && digestOnDisk(at) === memory.state.liveDigest
            ? `${edited} They were put back at ${hands.now().toISOString()}.`
            : `${edited} They could not be put back. ${refused ?? ""}`.trim(),
        );
        return true;
      }),
  };
}
