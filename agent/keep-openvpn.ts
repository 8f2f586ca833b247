// OpenVPN runs whenever it may, with the files that are in place: started, adopted, started again after a crash, and
// restarted when its configuration, chain, key or certificate changed. CRL and ccd files need none of that (facts 1, 14).
import { createHash } from "node:crypto";
import { z } from "zod";
import { backoff, sleep } from "./backoff";
import type { Faults } from "./faults";
import { sentenceOf, type Log } from "./log";
import { lastWords, type OpenvpnProcess } from "./openvpn-process";
import type { Paths } from "./paths";
import { readState, writeState } from "./state";
import { readText } from "./write-file";

const Started = z.object({ fingerprint: z.string() });

type Needs = {
  at: Paths;
  openvpn: OpenvpnProcess;
  faults: Faults;
  log: Log;
  mayRun(): boolean /** No bundle is being applied. */;
  settled(): boolean;
  signal: AbortSignal;
  random(): number;
  changed(): void;
};

export async function keepOpenvpn({ at, openvpn, faults, log, mayRun, settled, signal, random, changed }: Needs): Promise<void> {
  const pause = backoff(random);
  let lastPid: number | null = null;
  let upSince = 0;
  while (!signal.aborted) {
    const pid = openvpn.pid();
    if (pid !== lastPid) {
      log(pid === null ? "openvpn-gone" : "openvpn-runs", { pid: pid ?? lastPid });
      // It left although nobody asked it to.
      if (pid === null && mayRun())
        faults.set("openvpn-stopped", `OpenVPN had stopped and was started again. Its last words: ${lastWords(at)}`);
      lastPid = pid;
      upSince = Date.now();
      changed();
    }
    try {
      if (!mayRun()) {
        await sleep(200, signal);
      } else if (pid === null) {
        await start(at, openvpn);
        await sleep(300, signal);
        if (openvpn.pid() === null) {
          faults.set("openvpn-stopped", `OpenVPN does not start: ${lastWords(at)}`);
          await sleep(pause.next(), signal);
        }
      } else if (settled() && readState(at.started, Started)?.fingerprint !== fingerprint(at)) {
        log("openvpn-restart", { pid });
        await openvpn.stop();
        lastPid = null;
        await start(at, openvpn);
      } else {
        if (Date.now() - upSince > 10_000) {
          pause.reset();
          faults.set("openvpn-stopped", null);
        }
        await sleep(300, signal);
      }
    } catch (error) {
      faults.set("openvpn-stopped", `OpenVPN cannot be started: ${sentenceOf(error)}`);
      await sleep(pause.next(), signal);
    }
  }
}

async function start(at: Paths, openvpn: OpenvpnProcess): Promise<void> {
  // Noted first: a crash in between costs a restart too many, never one too few.
  writeState(at.started, { fingerprint: openvpn.pid() === null ? fingerprint(at) : "" });
  await openvpn.start();
}

/** Of the files that OpenVPN reads at its start only (fact 12). */
export function fingerprint(at: Paths): string {
  const hash = createHash("sha256");
  for (const path of [at.config, at.chain, at.tlsCrypt, at.certificate, at.key]) hash.update(`${readText(path) ?? ""}\0`);
  return hash.digest("hex");
}
