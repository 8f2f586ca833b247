// Keeps the kernel's map as the settings and the nodes' health have it, and lets flows of nodes that are gone find another.
import { backendKey, laneOf, renderBalancerMap, type Backend } from "../../lib/nodes/balancer-map";
import type { BalancerSettings } from "../../lib/nodes/node-settings";
import type { Faults } from "../faults";
import { sentenceOf, type Log } from "../log";
import { chooseLive, MISSES_OUT, type Healths } from "./health";
import type { KernelMap } from "./kernel-map";
import type { KeptMap } from "./state";

/** So long a drained node may still tell its clients to go elsewhere; then their flows go, whether it answers or not. */
const LEAVING_MS = 10_000;
const EDITED_MS = 10 * 60_000;

type Needs = {
  kernel: KernelMap;
  kept: KeptMap;
  keep(map: KeptMap): void;
  health: () => Healths;
  faults: Faults;
  log: Log;
  now(): Date;
};

const LANES: Record<string, string> = {
  "udp ip": "UDP over IPv4",
  "udp ip6": "UDP over IPv6",
  "tcp ip": "TCP over IPv4",
  "tcp ip6": "TCP over IPv6",
};

/** Where nobody answers, in words. */
function nobodyAnswers(all: readonly Backend[], { silent, live }: { silent: readonly Backend[]; live: readonly string[] }): string | null {
  if (silent.length === 0) return null;
  const lanes = [...new Set(silent.map((one) => LANES[laneOf(one)]))].join(" and ");
  const how = silent.length === all.length ? "" : ` by ${lanes}`;
  const kept = silent.filter((one) => live.includes(backendKey(one))).map(({ node }) => node);
  const whom = silent.length === 1 ? "The only node" : `None of the ${silent.length} nodes`;
  const not = silent.length === 1 ? "does not answer" : "answers";
  return `${whom} behind this balancer${how} ${not}. New clients are sent to ${kept.join(", ")} all the same.`;
}

export function keepMap({ kernel, kept, keep, health, faults, log, now }: Needs) {
  let settings: BalancerSettings | null = null;
  let { live } = kept;
  let written = JSON.stringify(kept);
  const known = new Map(kept.known.map((one) => [backendKey(one.backend), one]));
  /** Out, and the kernel has forgotten their flows. */
  const forgotten = new Set<string>();
  let loaded: { text: string; shown: string | null } | null = null;
  let editedAt = 0;
  let turn: Promise<void> = Promise.resolve();
  /** One at a time, in the order asked. */
  const alone = (work: () => Promise<void>): Promise<void> =>
    (turn = turn.then(work).then(
      () => faults.set("apply-failed", null),
      (error: unknown) => faults.set("apply-failed", `The map could not be brought up to date: ${sentenceOf(error)} It is tried again.`),
    ));

  function take(next: BalancerSettings): void {
    settings = next;
    const keys = new Set(next.backends.map(backendKey));
    for (const backend of next.backends) known.set(backendKey(backend), { backend, leftAt: null });
    for (const [key, one] of known) if (!keys.has(key)) known.set(key, { ...one, leftAt: one.leftAt ?? now().toISOString() });
  }

  async function settle(): Promise<void> {
    if (!settings) return;
    const chosen = chooseLive(settings.backends, health(), live);
    if (!chosen) return;
    faults.set("no-node-answers", nobodyAnswers(settings.backends, chosen));
    const text = renderBalancerMap(settings, new Set(chosen.live));
    if (text === loaded?.text || (await load(text, chosen.live))) await letGo();
    remember();
  }

  async function load(text: string, chosen: string[]): Promise<boolean> {
    const refused = await kernel.load(text);
    faults.set("map-failed", refused === null ? null : `The map could not be loaded, and the one before it stays: ${refused}`);
    if (refused !== null) return false;
    loaded = { text, shown: await kernel.shown() };
    if (chosen.join() !== live.join()) log("map", { live: chosen.map((key) => key.split(" ")[0]) });
    live = chosen;
    for (const listener of settings?.listeners ?? []) tellFlows(await kernel.forgetFlowsPast(listener));
    return true;
  }

  /** The flows of nodes that are out; of those that have left, once they are silent or have had their time. */
  async function letGo(): Promise<void> {
    for (const [key, { backend, leftAt }] of known) {
      const misses = health().get(key)?.misses ?? 0;
      const due =
        leftAt === null
          ? !live.includes(key) && misses === MISSES_OUT && !forgotten.has(key)
          : misses > 0 || now().getTime() - new Date(leftAt).getTime() >= LEAVING_MS;
      if (live.includes(key)) forgotten.delete(key);
      if (!due) continue;
      tellFlows(await kernel.forgetFlowsTo(backend));
      if (leftAt === null) forgotten.add(key);
      else known.delete(key);
    }
  }

  function tellFlows(why: string | null): void {
    faults.set("flows-stay", why && `Clients of a node that is out stay there until they try again: ${why}`);
  }

  function remember(): void {
    const map = { live, known: [...known.values()] };
    if (JSON.stringify(map) === written) return;
    keep(map);
    written = JSON.stringify(map);
  }

  /** Another program may flush or change the rules of the machine. */
  async function guard(): Promise<void> {
    if (!loaded) return;
    const shown = await kernel.shown();
    if (shown === loaded.shown && shown !== null) {
      if (now().getTime() - editedAt > EDITED_MS) faults.set("map-edited", null);
      return;
    }
    if (!(await load(loaded.text, live))) return;
    editedAt = now().getTime();
    faults.set(
      "map-edited",
      `The map in the kernel was ${shown === null ? "taken away" : "changed"} by something else, and was put back at ${now().toISOString()}.`,
    );
  }

  return {
    /** Who is behind this balancer, and who was until a moment ago. */
    everybody: (): Backend[] => [...known.values()].map(({ backend }) => backend),
    live: () => live,
    take: (next: BalancerSettings) =>
      alone(async () => {
        take(next);
        await settle();
      }),
    /** After each change of health, and once a second. */
    settle: () => alone(settle),
    guard: () => alone(guard),
  };
}
