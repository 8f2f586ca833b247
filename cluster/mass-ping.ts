import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import type { Namespace } from "../e2e/cluster/lab/namespace";

/** What one address answered, and what it did not, each with its moment in milliseconds since 1970. */
export type Answers = { echoes: number[]; lost: number[] };
export type MassPing = {
  /** By address, so far. */
  look: () => Map<string, Answers>;
  /** Ends it, and gives all there was. */
  stop: () => Promise<Map<string, Answers>>;
};

// Background jobs of a script ignore SIGINT; they go with the script at SIGTERM.
const SCRIPT = `trap 'kill $(jobs -p)' TERM
folder=$1 every=$2; shift 2
for flow; do ping -n -D -O -i "$every" \${flow#*,} > "$folder/\${flow%%,*}" 2>&1 & done
wait; wait`;

/** Pings many addresses at once. `from`: the source address of each ping, where it matters; keys are then "source>address". */
export async function pingAll(
  machine: Namespace,
  folder: string,
  flows: readonly { address: string; from?: string }[],
  every = 0.2,
): Promise<MassPing> {
  const own = mkdtempSync(path.join(folder, "pings-"));
  const keys = flows.map(({ address, from }) => (from ? `${from}>${address}` : address));
  const words = flows.map(({ address, from }, index) => `${index},${from ? `-I ${from} ` : ""}${address}`);
  const script = await machine.start(["bash", "-c", SCRIPT, "pings", own, String(every), ...words]);
  const look = () => new Map(keys.map((key, index) => [key, read(path.join(own, String(index)))]));
  return {
    look,
    stop: async () => {
      await script.signal("SIGTERM");
      await script.exited;
      const all = look();
      rmSync(own, { recursive: true, force: true });
      return all;
    },
  };
}

function read(file: string): Answers {
  let text = "";
  try {
    text = readFileSync(file, "utf8");
  } catch {
    // Not begun yet.
  }
  const found = [...text.matchAll(/^\[(\d+\.\d+)\] (?:\d+ bytes from .*?: |(no answer yet) for )icmp_seq=(\d+)/gm)];
  const answered = new Set(found.filter(([, , none]) => none === undefined).map(([, , , seq]) => seq));
  const at = ([, when]: RegExpExecArray) => Number(when) * 1000;
  return {
    echoes: found.filter(([, , none]) => none === undefined).map(at),
    // An answer that is late is none that is lost.
    lost: found.filter(([, , none, seq]) => none !== undefined && !answered.has(seq)).map(at),
  };
}

/** The longest time without an echo between two moments, the edges counted. */
export function silence({ echoes }: Answers, from: number, to: number): number {
  const within = [from, ...echoes.filter((at) => at > from && at < to), to];
  return Math.max(...within.slice(1).map((at, index) => at - (within[index] ?? at)));
}
