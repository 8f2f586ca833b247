import { mkdirSync, readdirSync, statSync, truncateSync } from "node:fs";
import { MAX_BUNDLE_BYTES } from "../lib/nodes/bundle";
import { sleep } from "./backoff";
import { callPortal, refusalOf, type Answer, type Call } from "./call-portal";
import { dataPlane } from "./data-plane";
import { faults as newFaults } from "./faults";
import { checkHealth, isTooOld, whyClockOff } from "./health";
import { keepBundle, readMemory } from "./keep-bundle";
import { keepOpenvpn } from "./keep-openvpn";
import { takeLock } from "./lock";
import { log, sentenceOf } from "./log";
import { openvpnVersion } from "./openvpn-process";
import { takeOrders } from "./orders";
import type { Paths } from "./paths";
import { pull } from "./pull";
import { certificateTimes, finishRenewal, renewWhenDue } from "./renew";
import { reportOf } from "./report";
import { restartDue } from "./restart-due";
import { afterAcknowledgement } from "./revocations";
import { sendReports } from "./send-reports";
import { lastStart, startedWith } from "./started-with";
import { Identity, readState, writeState } from "./state";
import { AGENT_VERSION } from "./version";
import { watchSessions } from "./watch-sessions";

/** So long the first report waits for an OpenVPN that does not say who is connected. */
const FIRST_LOOK_MS = 5000;

/** The agent's life, until the signal fires. OpenVPN is left running. Throws with a sentence when it cannot begin. */
export async function run(at: Paths, signal: AbortSignal, frr: string | null): Promise<void> {
  const identity = readState(at.identity, Identity);
  if (!identity) throw new Error(`${at.dir} is not enrolled. Run the join command that the portal shows for this node.`);
  const release = takeLock(at.lock);
  // Unix sockets have short paths: from here the socket's is its name.
  process.chdir(at.live);
  const startedAt = new Date();
  const now = (): Date => new Date();
  const memory = readMemory(at);
  const sent = new Map<string, string>();
  let wakeReports: () => void = () => undefined;
  let writeStatus: () => void = () => undefined;
  let orders: ReturnType<typeof takeOrders> | null = null;
  let version = await openvpnVersion();
  let portal: { reachedAt: string | null; trouble: string | null } = { reachedAt: null, trouble: null };
  const faults = newFaults((code, sentence) => {
    log(sentence === null ? "fault-ended" : "fault", { code, sentence });
    wakeReports();
    // `status` says it at once, also while the portal takes no report.
    writeStatus();
  });
  const { openvpn, restarts, ...plane } = dataPlane({
    at,
    identity,
    frr,
    settings: () => memory.state?.settings ?? null,
    ending: () => void sessions.look(),
    faults,
    log,
  });
  const sessions = watchSessions({
    socketPath: "management.sock",
    running: () => openvpn.pid() !== null,
    ending: openvpn.ending,
    route: plane.route,
    stop: openvpn.stop,
    log,
    now,
    revocations: () => memory.revocations,
    remember(after) {
      memory.revocations = after;
      try {
        writeState(at.revocations, after);
      } catch (error) {
        // A full disk must not keep anybody's route from the kernel.
        log("revocations-not-written", { why: sentenceOf(error) });
      }
    },
    changed: () => wakeReports(),
  });
  const bundle = keepBundle({
    at,
    identity,
    memory,
    faults,
    log,
    hands: { now, admit: sessions.admit, kill: sessions.kill, step: () => undefined },
  });
  const call = async (what: Omit<Call, "token">): Promise<Answer> => {
    const answer = await callPortal(identity.portal, { ...what, token: identity.nodeToken, signal });
    faults.set("clock-off", whyClockOff(answer.date, now()));
    return answer;
  };
  const reportNow = () => {
    const report = reportOf({
      identity,
      state: memory.state,
      revocations: memory.revocations,
      sent,
      sessions: sessions.sessions(),
      faults: faults.list(),
      openvpnVersion: version,
      openvpnRunning: openvpn.pid() !== null,
      openvpnStartedAt: openvpn.startedAt(),
      restartDue: openvpn.pid() === null ? null : restartDue(lastStart(at), startedWith(at, restarts()), now()).waits,
      orders: orders?.outcomes() ?? [],
      startedAt,
      now: now(),
    });
    try {
      writeState(at.status, { report, portal, agentPid: process.pid, openvpnPid: openvpn.pid() }, false);
    } catch {
      // A full disk must not keep the report of it at home.
    }
    return report;
  };
  writeStatus = () => void reportNow();

  log("start", { version: AGENT_VERSION, node: identity.node, cluster: identity.cluster, openvpn: version, pid: process.pid });
  finishRenewal(at);
  mkdirSync(at.ccd, { recursive: true, mode: 0o700 });
  sessions.admit(new Set(readdirSync(at.ccd)));
  await bundle.finish().catch((error: unknown) => log("finish-failed", { why: sentenceOf(error) }));
  await bundle.repair().catch((error: unknown) => log("repair-failed", { why: sentenceOf(error) }));
  const health = (): void =>
    checkHealth(
      {
        state: memory.state,
        now: now(),
        managementTaken: sessions.taken(),
        certificateEnds: certificateTimes(at)?.endsAt ?? null,
        openvpnVersion: version,
        strictDevice: plane.strictDevice(),
      },
      faults,
    );
  health();

  const reports = sendReports({
    report: reportNow,
    // What a report does not list has ended for the portal: an agent that has just begun asks OpenVPN first.
    ready: Promise.race([sessions.known, sleep(FIRST_LOOK_MS, signal)]),
    signal,
    random: Math.random,
    send: (report) => call({ method: "POST", path: "api/v1/node/report", body: report, timeoutMs: 20_000, maxBytes: 1_000_000 }),
    taken(report, acknowledged) {
      orders?.told(report);
      const open = new Set(memory.revocations.map(({ commonName }) => commonName));
      for (const commonName of sent.keys()) if (!open.has(commonName)) sent.delete(commonName);
      for (const receipt of report.receipts) sent.set(receipt.commonName, JSON.stringify(receipt));
      const names = new Set(acknowledged);
      const after = afterAcknowledgement(
        memory.revocations,
        report.receipts.filter((receipt) => names.has(receipt.commonName)),
      );
      if (JSON.stringify(after) === JSON.stringify(memory.revocations)) return;
      memory.revocations = after;
      writeState(at.revocations, after);
    },
    refused: (answer) => log("report-refused", { why: refusalOf(answer) }),
  });
  wakeReports = reports.wake;
  const done = (): void => void sessions.look().finally(reports.wake);
  orders = takeOrders({ identity, call, command: sessions.command, done, log, signal, random: Math.random });
  const mayRun = (): boolean => memory.state !== null && memory.state.crls.length > 0 && version !== null && !isTooOld(version);

  const everySecond = async (): Promise<void> => {
    for (let second = 0; !signal.aborted; second++) {
      await sessions.look();
      plane.lookAtRouting();
      if (second % 10 === 0) health();
      if (second % 60 === 0) {
        version = await openvpnVersion();
        if (version === null) faults.set("openvpn-stopped", "OpenVPN is not installed on this machine (apt install openvpn).");
        void renewIfDue();
      }
      if (second % 3600 === 3599) await hourly();
      await sleep(1000, signal);
    }
  };
  const renewIfDue = renewWhenDue(at, log, (csr) =>
    call({ method: "POST", path: "api/v1/node/certificate", body: { csr }, timeoutMs: 30_000, maxBytes: 1_000_000 }),
  );
  const hourly = async (): Promise<void> => {
    await bundle.repair().then(
      (edited) => edited || faults.set("config-edited", null),
      (error: unknown) => log("repair-failed", { why: sentenceOf(error) }),
    );
    if ((statSync(at.log, { throwIfNoEntry: false })?.size ?? 0) > 32 * 1024 * 1024) truncateSync(at.log);
  };
  const afterTake = (): void => {
    health();
    plane.lookAtRouting();
    void sessions.look().finally(reports.wake);
  };

  await Promise.all([
    keepOpenvpn({
      at,
      openvpn,
      faults,
      log,
      mayRun,
      drained: plane.drained,
      restarts,
      settled: bundle.settled,
      signal,
      random: Math.random,
      changed: reports.wake,
    }),
    everySecond(),
    pull({
      faults,
      log,
      signal,
      random: Math.random,
      ask: (wait) =>
        call({
          method: "GET",
          path: `api/v1/node/bundle?epoch=${memory.state?.epoch ?? identity.epoch}&since=${memory.state?.revision ?? 0}&wait=${wait}`,
          timeoutMs: (wait + 15) * 1000,
          maxBytes: MAX_BUNDLE_BYTES * 2,
        }),
      take: (signed) => bundle.take(signed).finally(afterTake),
      crlIsRefused: () => (memory.state?.crlRefused ?? null) !== null,
      takeAgain: () => bundle.takeAgain().finally(afterTake),
      heard: (trouble) => (portal = { reachedAt: trouble === null ? now().toISOString() : portal.reachedAt, trouble }),
    }),
    reports.done,
    orders.done,
  ]);
  sessions.close();
  log("stop", { openvpn: openvpn.pid() });
  release();
}
