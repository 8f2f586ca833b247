import type { Namespace } from "./namespace";

export type Ping = {
  /** When each answer came, in milliseconds since 1970. */
  echoes: () => number[];
  last: () => number;
  stop: () => Promise<void>;
};

/** Asks `address` every 10 ms, in either family, until it is stopped. */
export async function startPing(from: Namespace, address: string, seconds = 0.01): Promise<Ping> {
  const ping = await from.start(["ping", "-n", "-D", "-i", String(seconds), address]);
  let read = 0;
  const echoes: number[] = [];
  const look = () => {
    const output = ping.output();
    const end = output.lastIndexOf("\n") + 1;
    for (const [, at] of output.slice(read, end).matchAll(/^\[(\d+\.\d+)\] \d+ bytes from .* time=/gm)) echoes.push(Number(at) * 1000);
    read = end;
    return echoes;
  };
  return {
    echoes: look,
    last: () => look().at(-1) ?? 0,
    stop: async () => {
      await ping.signal("SIGINT");
      await ping.exited;
    },
  };
}

/** How many of `count` are answered. */
export async function countEchoes(from: Namespace, address: string, count = 3): Promise<number> {
  const { stdout } = await from.run(["ping", "-n", "-i", "0.1", "-c", String(count), "-W", "1", address]);
  return Number(/ (\d+) received/.exec(stdout)?.[1] ?? 0);
}

/** The longest time between two of these moments. */
export const longestSilence = (times: readonly number[]): number =>
  Math.max(...times.slice(1).map((at, index) => at - (times[index] ?? at)));
