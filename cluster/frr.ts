import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Namespace } from "../e2e/cluster/lab/namespace";
import { until } from "../e2e/cluster/lab/until";
import type { RoutingChoice } from "./core-config";

const DAEMONS = { ospf: ["zebra", "ospfd", "ospf6d"], bgp: ["zebra", "bgpd"] } as const;
const CONFIG = "/etc/frr/frr.conf";

/** For a namespace's setup: FRR's folders are its own, so that many FRRs run on one machine and nothing of them is left. */
export const FRR_ROOM = `
mount -t tmpfs tmpfs /etc/frr && mount -t tmpfs tmpfs /run && mkdir /run/frr
printf 'service integrated-vtysh-config\\n' > /etc/frr/vtysh.conf && : > ${CONFIG}
chown -R frr:frr /etc/frr /run/frr
# A daemon that is killed leaves a folder of its number there.
mkdir -p /var/tmp/frr && mount -t tmpfs tmpfs /var/tmp/frr`;

/** Starts what a choice of routing needs, as the machine's own supervisor would; with `config`, loads it. */
export async function startFrr(machine: Namespace, choice: RoutingChoice, config?: string): Promise<void> {
  const daemons = DAEMONS[choice];
  for (const name of daemons)
    await machine.start([
      `/usr/lib/frr/${name}`,
      "-A",
      "127.0.0.1",
      "-P",
      "0",
      "--log",
      `file:/run/frr/${name}.log`,
      "--log-level",
      "info",
    ]);
  await until(`FRR on ${machine.name}`, () => daemons.every((name) => existsSync(path.join(machine.root, `run/frr/${name}.vty`))));
  if (config === undefined) return;
  writeFileSync(path.join(machine.root, CONFIG), config);
  const loaded = await machine.run(["vtysh", "-f", CONFIG]);
  // vtysh goes on after a line that it refuses, and says so on its output only.
  if (loaded.code !== 0 || /^%|unknown command|invalid/im.test(loaded.stdout + loaded.stderr))
    throw new Error(`FRR on ${machine.name} refused its configuration: ${loaded.stdout}${loaded.stderr}`);
}

/** How many of the neighbours this machine speaks with, in each family. */
export async function neighbors(machine: Namespace, choice: RoutingChoice): Promise<{ ipv4: number; ipv6: number }> {
  const count = async (command: string, of: RegExp) => {
    const { stdout } = await machine.run(["vtysh", "-c", command]);
    return (stdout.match(of) ?? []).length;
  };
  if (choice === "ospf")
    return { ipv4: await count("show ip ospf neighbor", /\bFull\//g), ipv6: await count("show ipv6 ospf6 neighbor", /\bFull\//g) };
  // A number of prefixes stands in the State column once the session is up.
  return { ipv4: await count("show bgp ipv4 unicast summary", UP), ipv6: await count("show bgp ipv6 unicast summary", UP) };
}

const UP = /^\S+\s+4\s+\d+(?:\s+\d+){5}\s+\S+\s+\d+\s+\d+\s/gm;
