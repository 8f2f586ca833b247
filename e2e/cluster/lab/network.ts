import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { openNamespace, type Namespace } from "./namespace";

const outside = promisify(execFile);

/** The networks that every lab has: a bridge that stands for the internet, and the company's own with one host on it. */
export type Network = { internet: Namespace; backend: Namespace; close: () => Promise<void> };

export const BACKEND = { ipv4: "10.20.0.10", ipv6: "fd00:20::10" };
/** What clients are told to send through the VPN. */
export const ROUTES = { ipv4: "10.20.0.0/24", ipv6: "fd00:20::/64" };

export async function openNetwork(): Promise<Network> {
  const bridge = (name: string) => `ip link add ${name} type bridge && ip link set ${name} up`;
  const [internet, backend] = await Promise.all([
    openNamespace("internet", bridge("public")),
    openNamespace("backend", `${bridge("core")} && ip addr add ${BACKEND.ipv4}/24 dev core && ip addr add ${BACKEND.ipv6}/64 dev core`),
  ]);
  return { internet, backend, close: async () => void (await Promise.all([internet.close(), backend.close()])) };
}

/** A cable from a machine to a bridge (or, without one, to the other machine itself), with addresses at the machine's end. */
export async function plug(
  machine: Namespace,
  device: string,
  into: Namespace,
  bridge: string | null,
  addresses: readonly string[],
): Promise<void> {
  // In its network alone: where process numbers are those of outside.
  await outside("nsenter", [
    "-t",
    String(into.pid),
    "-n",
    "ip",
    "link",
    "add",
    machine.name,
    "type",
    "veth",
    "peer",
    "name",
    device,
    "netns",
    String(machine.pid),
  ]);
  if (bridge !== null) await into.sh(`ip link set ${machine.name} master ${bridge} up`);
  await machine.sh([`ip link set ${device} up`, ...addresses.map((address) => `ip addr add ${address} dev ${device}`)].join(" && "));
}
