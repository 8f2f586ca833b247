// The map in this machine's kernel, and the flows that went through it.
import { networkInterfaces } from "node:os";
import { TABLE, type Backend } from "../../lib/nodes/balancer-map";
import type { BalancerSettings } from "../../lib/nodes/node-settings";
import { runProgram, type Ran } from "../run-program";

type Listener = BalancerSettings["listeners"][number];

export type KernelMap = {
  /** All or nothing, in one transaction; a sentence when it was refused. */
  load(text: string): Promise<string | null>;
  /** What nft shows of it; null where there is none. */
  shown(): Promise<string | null>;
  /** Takes it away. A sentence when that failed; none where there was no table. */
  drop(): Promise<string | null>;
  /** The kernel forgets the flows that go to this node: their next packet asks the map. A sentence when it could not. */
  forgetFlowsTo(backend: Backend): Promise<string | null>;
  /** The same for flows that came before there was a map, and would never ask it. */
  forgetFlowsPast(listener: Listener): Promise<string | null>;
};

export const kernelMap: KernelMap = {
  load: async (text) => sentenceOf("nft", await runProgram("nft", ["-f", "-"], text)),
  shown: async () => {
    const ran = await runProgram("nft", ["list", "table", "inet", TABLE]);
    return ran.code === 0 ? ran.stdout : null;
  },
  drop: async () => sentenceOf("nft", await runProgram("nft", ["-f", "-"], `add table inet ${TABLE}\ndelete table inet ${TABLE}\n`)),
  forgetFlowsTo: ({ address, port, proto }) => forget(address, ["-p", proto, "--reply-src", address, "--reply-port-src", String(port)]),
  forgetFlowsPast: async ({ address, port, proto }) => {
    const said: (string | null)[] = [];
    for (const own of address === null ? ownAddresses() : [address])
      said.push(await forget(own, ["-p", proto, "--orig-dst", own, "--orig-port-dst", String(port), "--reply-src", own]));
    return said.find((one) => one !== null) ?? null;
  },
};

async function forget(address: string, filter: string[]): Promise<string | null> {
  const ran = await runProgram("conntrack", ["-D", "-f", address.includes(":") ? "ipv6" : "ipv4", ...filter]);
  // It also ends with 1 where there was nothing to delete.
  return / 0 flow entries have been deleted/.test(ran.stderr) ? null : sentenceOf("conntrack", ran);
}

function sentenceOf(program: string, { code, stderr }: Ran): string | null {
  if (code === 0) return null;
  if (/ENOENT/.test(stderr))
    return `${program} is not installed on this machine (apt install ${program === "nft" ? "nftables" : program}).`;
  return stderr.trim().split("\n").slice(0, 3).join(" ").slice(0, 300) || `${program} ended with ${code}.`;
}

export function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((device) => (device ?? []).map(({ address }) => address));
}
