import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { openNamespace, type Namespace } from "./namespace";
import { plug, type Network } from "./network";
import { until } from "./until";

/** OpenVPN as a person runs it, with a file that nobody has changed. */
export type VpnClient = {
  log: () => string;
  /** How often it came up so far. */
  ups: () => number;
  /** Waits until it is up (again), and says at which public address of a node. */
  up: (ms?: number) => Promise<string>;
  /** Where it was up last. */
  node: () => string;
  /** What its tunnel device has. */
  pair: () => Promise<{ ipv4: string; ipv6: string }>;
  /** Without a signal for OpenVPN to end with, it says goodbye. */
  stop: (signal?: NodeJS.Signals) => Promise<void>;
};

/** A person's machine, somewhere on the internet. */
export type Place = {
  machine: Namespace;
  connect: (profile: string) => Promise<VpnClient>;
  /** From now on the machine does not reach these public addresses. */
  block: (addresses: readonly string[]) => Promise<void>;
  /** From now on no control packet reaches the client, whatever OpenVPN says in it: only its data does. */
  deafen: (deaf: boolean) => Promise<void>;
  close: () => Promise<void>;
};

/** The first five bits of a packet say what it is: P_DATA_V1 is 6, P_DATA_V2 is 9, the others are control packets. */
const CONTROL_DROPPED = "add rule inet deaf in udp sport 1194 @th,64,8 & 0xf8 != { 0x30, 0x48 } drop";

export async function openPlace(at: {
  number: number;
  folder: string;
  network: Pick<Network, "internet">;
  address?: string;
  /** A way out for all that does not go through the VPN; as a rule it leads nowhere. */
  gateway?: string;
}): Promise<Place> {
  const name = `client${at.number}`;
  const folder = path.join(at.folder, name);
  mkdirSync(folder, { recursive: true });
  const machine = await openNamespace(name);
  await plug(machine, "wan", at.network.internet, "public", [`${at.address ?? `198.51.100.${100 + at.number}`}/24`]);
  await machine.sh(`ip route add default via ${at.gateway ?? "198.51.100.1"} && ip -6 route add default dev wan`);
  let count = 0;
  return {
    machine,
    connect: (profile) => connect(machine, profile, path.join(folder, `openvpn-${++count}.log`)),
    block: async (addresses) => {
      const rules = addresses.length > 0 ? `add rule inet block out ip daddr { ${addresses.join(", ")} } drop` : "";
      await machine.sh(
        `nft -f - <<'END'\nadd table inet block\nflush table inet block\nadd chain inet block out { type filter hook output priority 0 ; }\n${rules}\nEND`,
      );
    },
    deafen: async (deaf) => {
      await machine.sh(
        `nft -f - <<'END'\nadd table inet deaf\nflush table inet deaf\nadd chain inet deaf in { type filter hook input priority 0 ; }\n${deaf ? CONTROL_DROPPED : ""}\nEND`,
      );
    },
    close: machine.close,
  };
}

async function connect(machine: Namespace, profile: string, logFile: string): Promise<VpnClient> {
  // Beside the file only where to log: the file itself decides all else.
  const process = await machine.start(["openvpn", "--config", profile, "--log", logFile]);
  const log = () => {
    try {
      return readFileSync(logFile, "utf8");
    } catch {
      return process.output();
    }
  };
  const ups = () => log().split("Initialization Sequence Completed").length - 1;
  const node = () => [...log().matchAll(/Peer Connection Initiated with \[AF_INET\]([\d.]+):/g)].at(-1)?.[1] ?? "";
  let seen = 0;
  return {
    log,
    ups,
    node,
    up: async (ms = 20_000) => {
      await until("the client to be up", () => ups() > seen, { ms, seen: () => log().slice(-3000) });
      seen = ups();
      return node();
    },
    pair: async () => {
      const device = [...log().matchAll(/TUN\/TAP device (\S+) opened/g)].at(-1)?.[1] ?? "";
      const shown = await machine.sh(`ip -o addr show dev ${device} scope global`);
      return { ipv4: / inet ([\d.]+)(?:\/| peer )/.exec(shown)?.[1] ?? "", ipv6: / inet6 ([\da-f:]+)\//.exec(shown)?.[1] ?? "" };
    },
    stop: async (signal = "SIGTERM") => {
      await process.signal(signal);
      await process.exited;
    },
  };
}
