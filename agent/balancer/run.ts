import { MAX_BUNDLE_BYTES, SignedBundle } from "../../lib/nodes/bundle";
import { backendKey } from "../../lib/nodes/balancer-map";
import type { BalancerReportBody } from "../../lib/nodes/balancer-report";
import { sleep } from "../backoff";
import { callPortal, refusalOf, type Answer, type Call } from "../call-portal";
import { faults as newFaults } from "../faults";
import { whyClockOff } from "../health";
import { turnForwardingOn } from "../kernel";
import { takeLock } from "../lock";
import { log, sentenceOf } from "../log";
import { pull } from "../pull";
import { sendReports } from "../send-reports";
import { readState, writeState } from "../state";
import { AGENT_VERSION } from "../version";
import { unasked, type Health } from "./health";
import { keepMap } from "./keep-map";
import { kernelMap } from "./kernel-map";
import { openBalancerBundle, type OpenedBundle } from "./open-bundle";
import type { BalancerPaths } from "./paths";
import { probeNodes } from "./probe-nodes";
import { BalancerIdentity, KeptHealth, KeptMap } from "./state";

const REMOVED =
  "The portal no longer knows this balancer's token. It was removed there, or belongs to another cluster: the map stays as it is, and nodes that are silent leave it.";

/** The balancer's agent, until the signal fires. The kernel's map is left in place. Throws with a sentence when it cannot begin. */
export async function runBalancer(at: BalancerPaths, signal: AbortSignal): Promise<void> {
  const identity = readState(at.identity, BalancerIdentity);
  if (!identity) throw new Error(`${at.dir} is not enrolled. Run the join command that the portal shows for this balancer.`);
  const release = takeLock(at.lock);
  const now = (): Date => new Date();
  let bundle: OpenedBundle | null = null;
  let portal: { reachedAt: string | null; trouble: string | null } = { reachedAt: null, trouble: null };
  let wake: () => void = () => undefined;
  let saidAgain: () => void = () => undefined;
  const faults = newFaults((code, sentence) => {
    log(sentence === null ? "fault-ended" : "fault", { code, sentence });
    wake();
    saidAgain();
  });
  const kept = readState(at.map, KeptMap) ?? { live: [], known: [] };
  const health = new Map<string, Health>(kept.live.map((key) => [key, { ...unasked(now()), up: true }]));
  for (const { key, up, since } of readState(at.health, KeptHealth) ?? []) health.set(key, { up, since, misses: 0 });
  const tryWrite = (path: string, value: unknown, durable: boolean): void => {
    try {
      writeState(path, value, durable);
      if (durable) faults.set("disk-full", null);
    } catch (error) {
      // What is in the kernel goes on without the file.
      if (durable) faults.set("disk-full", `A file of this balancer's folder could not be written: ${sentenceOf(error)}`);
    }
  };
  const map = keepMap({ kernel: kernelMap, kept, keep: (next) => tryWrite(at.map, next, true), health: () => health, faults, log, now });
  const report = (): BalancerReportBody => ({
    cluster: identity.cluster,
    balancer: identity.balancer,
    epoch: bundle?.epoch ?? identity.epoch,
    revision: bundle?.revision ?? 0,
    clock: now().toISOString(),
    agentVersion: AGENT_VERSION,
    backends: (bundle?.settings.backends ?? []).map((backend) => {
      const { up, since } = health.get(backendKey(backend)) ?? unasked(now());
      return { node: backend.node, up, since };
    }),
    faults: faults.list(),
  });
  // `status` says a fault at once, also while the portal takes no report.
  const writeStatus = (): void => tryWrite(at.status, { report: report(), live: map.live(), portal }, false);
  saidAgain = writeStatus;

  /** A sentence when it was refused. What cannot be written must not keep a drained node in the map. */
  const take = async (signed: SignedBundle, fresh: boolean): Promise<string | null> => {
    const { bundleKey, cluster, balancer: node } = identity;
    const { epoch = identity.epoch, revision = 0, digest = null } = bundle ?? {};
    const opened = openBalancerBundle(signed, { bundleKey, cluster, node, epoch, revision, digest });
    if (typeof opened === "string") {
      log("bundle-refused", { why: opened });
      return opened;
    }
    bundle = opened;
    if (fresh) tryWrite(at.bundle, signed, true);
    await map.take(opened.settings);
    void probes.askAgain();
    log("applied", { epoch: opened.epoch, revision: opened.revision, backends: opened.settings.backends.length });
    wake();
    return null;
  };
  let ups = "";
  const changed = (): void => {
    void map.settle().then(writeStatus);
    const next = [...health].map(([key, { up, since }]) => ({ key, up, since }));
    if (JSON.stringify(next) === ups) return;
    ups = JSON.stringify(next);
    tryWrite(at.health, next, true);
    for (const { key, up } of next) if (up !== (told.get(key) ?? false)) log(up ? "node-in" : "node-out", { node: key.split(" ")[0] });
    told = new Map(next.map(({ key, up }) => [key, up]));
    wake();
  };
  let told = new Map([...health].map(([key, { up }]) => [key, up]));
  const probes = probeNodes({ key: () => bundle?.key ?? null, targets: map.everybody, health, changed, signal });

  log("start", { version: AGENT_VERSION, balancer: identity.balancer, cluster: identity.cluster, pid: process.pid });
  const stored = readState(at.bundle, SignedBundle);
  if (stored) faults.set("bundle-refused", await take(stored, false));
  const call = async (what: Omit<Call, "token">): Promise<Answer> => {
    const answer = await callPortal(identity.portal, { ...what, token: identity.balancerToken, signal });
    faults.set("clock-off", whyClockOff(answer.date, now())?.replace("This node's", "This balancer's") ?? null);
    return answer;
  };
  const reports = sendReports({
    report: () => {
      writeStatus();
      return report();
    },
    signal,
    random: Math.random,
    send: (body) => call({ method: "POST", path: "api/v1/balancer/report", body, timeoutMs: 20_000, maxBytes: 100_000 }),
    taken: () => undefined,
    refused: (answer) => log("report-refused", { why: refusalOf(answer) }),
  });
  wake = reports.wake;
  const everySecond = async (): Promise<void> => {
    for (let second = 0; !signal.aborted; second++) {
      if (second % 10 === 0) faults.set("forwarding-off", turnForwardingOn()?.replace("this node", "this balancer") ?? null);
      await (second % 5 === 4 ? map.guard() : map.settle());
      await sleep(1000, signal);
    }
  };
  await Promise.all([
    everySecond(),
    probes.done,
    pull({
      faults,
      log,
      signal,
      random: Math.random,
      ask: (wait) =>
        call({
          method: "GET",
          path: `api/v1/balancer/bundle?epoch=${bundle?.epoch ?? identity.epoch}&since=${bundle?.revision ?? 0}&wait=${wait}`,
          timeoutMs: (wait + 15) * 1000,
          maxBytes: MAX_BUNDLE_BYTES * 2,
        }),
      take: (signed) => take(signed, true),
      crlIsRefused: () => false,
      takeAgain: () => Promise.resolve(),
      whenRemoved: REMOVED,
      heard: (trouble) => (portal = { reachedAt: trouble === null ? now().toISOString() : portal.reachedAt, trouble }),
    }),
    reports.done,
  ]);
  await map.settle();
  log("stop", { live: map.live().length });
  release();
}
