import path from "node:path";
import { until } from "./until";
import type { Place } from "./vpn-client";

/** A handshake in somebody's hand. */
export type Hold = { held: () => Promise<void>; release: () => Promise<void> };

const PORT = 5100;

/** From now on whatever `place` sends to a node goes through a proxy to `node`, which stops after `k` packets of the client. */
export async function holdHandshake(place: Place, node: string, k: number): Promise<Hold> {
  await place.machine.sh(`nft -f - <<'END'
add table ip hold
add chain ip hold out { type nat hook output priority -100 ; }
add rule ip hold out udp dport 1194 udp sport != 5101-5999 dnat to 127.0.0.1:${PORT}
END`);
  const proxy = await place.machine.start([
    process.execPath,
    path.join(import.meta.dirname, "udp-hold.mjs"),
    String(PORT),
    node,
    String(k),
  ]);
  return {
    held: async () => void (await until(`client packet ${k} to be the last`, () => proxy.output().includes("held"), { ms: 30_000 })),
    release: async () => {
      await proxy.signal("SIGUSR2");
      await until("the handshake to go on", () => proxy.output().includes("released"));
    },
  };
}
