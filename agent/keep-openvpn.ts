// OpenVPN runs whenever it may, with the files that are in place: started, adopted, started again after a crash, and
// restarted when its configuration changed or the portal asks for it. CRL and ccd files need none
// of that (facts 1, 14); a renewed certificate, chain or tls-crypt key waits for its turn. On a drained node it is down, whoever started it.
import { backoff, sleep } from "./backoff";
import type { Faults } from "./faults";
import { sentenceOf, type Log } from "./log";
import { lastWords, type OpenvpnProcess } from "./openvpn-process";
import type { Paths } from "./paths";
import { restartDue } from "./restart-due";
import { lastStart, noteStart, readOldNote, startedWith } from "./started-with";

type Needs = {
  at: Paths;
  openvpn: OpenvpnProcess;
  faults: Faults;
  log: Log;
  mayRun(): boolean;
  /** The signed settings in force. */
  drained(): boolean;
  restarts(): number;
  /** No bundle is being applied. */
  settled(): boolean;
  signal: AbortSignal;
  random(): number;
  changed(): void;
};

export async function keepOpenvpn({ at, openvpn, faults, log, signal, random, changed, ...needs }: Needs): Promise<void> {
  const pause = backoff(random);
  let lastPid: number | null = null;
  let upSince = 0;
  readOldNote(at, needs.restarts());
  const start = async (): Promise<void> => {
    // Noted first: a crash in between costs a restart too many, never one too few.
    noteStart(at, openvpn.pid() === null ? startedWith(at, needs.restarts()) : { ...startedWith(at, needs.restarts()), config: "" });
    await openvpn.start();
  };
  const stop = async (why: string, pid: number): Promise<void> => {
    log("openvpn-stop", { pid, why });
    await openvpn.stop();
    lastPid = null;
    changed();
  };
  while (!signal.aborted) {
    const pid = openvpn.pid();
    const drained = needs.drained();
    if (pid !== lastPid) {
      log(pid === null ? "openvpn-gone" : "openvpn-runs", { pid: pid ?? lastPid });
      // It left although nobody asked it to.
      if (pid === null && needs.mayRun() && !drained)
        faults.set("openvpn-stopped", `OpenVPN had stopped and was started again. Its last words: ${lastWords(at)}`);
      lastPid = pid;
      upSince = Date.now();
      changed();
    }
    try {
      if (drained) {
        if (pid !== null) await stop("the node is drained", pid);
        faults.set("openvpn-stopped", null);
        await sleep(200, signal);
      } else if (!needs.mayRun()) {
        await sleep(200, signal);
      } else if (pid === null) {
        await start();
        await sleep(300, signal);
        if (openvpn.pid() === null) {
          faults.set("openvpn-stopped", `OpenVPN does not start: ${lastWords(at)}`);
          await sleep(pause.next(), signal);
        }
      } else {
        const why = needs.settled() ? restartDue(lastStart(at), startedWith(at, needs.restarts()), new Date()).now : null;
        if (why !== null) {
          await stop(why, pid);
          await start();
        } else {
          if (Date.now() - upSince > 10_000) {
            pause.reset();
            faults.set("openvpn-stopped", null);
          }
          await sleep(300, signal);
        }
      }
    } catch (error) {
      faults.set("openvpn-stopped", `OpenVPN cannot be started: ${sentenceOf(error)}`);
      await sleep(pause.next(), signal);
    }
  }
}
