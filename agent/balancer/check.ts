import { randomBytes } from "node:crypto";
import { statSync } from "node:fs";
import type { Finding } from "../config-findings";
import { strictReversePath, sysctl } from "../kernel";
import { runProgram } from "../run-program";
import { readState } from "../state";
import { kernelMap, ownAddresses } from "./kernel-map";
import type { OpenedBundle } from "./open-bundle";
import type { BalancerPaths } from "./paths";
import { probe } from "./probe";
import { storedBundle } from "./status";
import { BalancerIdentity } from "./state";

/** Looks at this machine and asks each node, changes nothing. Exit code 0 only when nothing was found. */
export async function checkBalancer(at: BalancerPaths, json: boolean): Promise<number> {
  const identity = readState(at.identity, BalancerIdentity);
  const bundle = identity && storedBundle(at, identity);
  const findings = [
    ...(await machineFindings()),
    ...(identity ? [] : [{ code: "not-enrolled", sentence: `${at.dir} is not enrolled.` }]),
    ...readable(at),
    ...(bundle
      ? [...placeFindings(bundle), ...(await nodeFindings(bundle))]
      : [{ code: "no-bundle", sentence: "There is no bundle yet: the agent has heard nothing from the portal." }]),
  ];
  const answer = { ok: findings.length === 0, findings };
  const words = answer.ok ? "Nothing is missing.\n" : findings.map((one) => `${one.code}: ${one.sentence}\n`).join("");
  process.stdout.write(json ? `${JSON.stringify(answer, null, 2)}\n` : words);
  return answer.ok ? 0 : 1;
}

async function machineFindings(): Promise<Finding[]> {
  const found: Finding[] = [];
  const add = (code: string, sentence: string): number => found.push({ code, sentence });
  if ((await runProgram("nft", ["--version"])).code !== 0) add("nft-missing", "nftables is not installed (apt install nftables).");
  else if ((await kernelMap.shown()) === null) add("no-map", "The kernel has no map: clients that come here reach no node.");
  if ((await runProgram("conntrack", ["--version"])).code !== 0)
    add("conntrack-missing", "conntrack is not installed (apt install conntrack): clients of a node that is out stay there.");
  if (sysctl("net/ipv4/ip_forward") !== "1")
    add("forwarding-off", "net.ipv4.ip_forward is not 1: what comes here over IPv4 goes no further.");
  if (sysctl("net/ipv6/conf/all/forwarding") !== "1")
    add("forwarding6-off", "net.ipv6.conf.all.forwarding is not 1: what comes here over IPv6 goes no further.");
  if (strictReversePath("default"))
    add("rp-filter-strict", "rp_filter is strict: packets that take another way back are dropped. Set it to 0 or 2.");
  return found;
}

function readable(at: BalancerPaths): Finding[] {
  return [at.identity, at.bundle].flatMap((path) => {
    const mode = statSync(path, { throwIfNoEntry: false })?.mode;
    return mode !== undefined && (mode & 0o077) !== 0 ? [{ code: "readable-secret", sentence: `Others than root may read ${path}.` }] : [];
  });
}

function placeFindings({ settings }: OpenedBundle): Finding[] {
  const own = ownAddresses();
  const found: Finding[] = settings.listeners.flatMap(({ address }) =>
    address === null || own.includes(address)
      ? []
      : [
          {
            code: "foreign-address",
            sentence: `${address} is not an address of this machine. Give it the address, or name the remote by a host name, which stands for every address of this machine.`,
          },
        ],
  );
  for (const { address, port, proto } of settings.listeners) {
    const family = address?.includes(":");
    const fits = settings.backends.some((one) => one.proto === proto && (address === null || one.address.includes(":") === family));
    if (!fits)
      found.push({
        code: "no-node-fits",
        sentence: `No node behind this balancer takes ${proto} over ${address === null ? "IP" : family ? "IPv6" : "IPv4"}: clients of ${address ?? "this machine"} port ${port} reach nobody.`,
      });
  }
  return found;
}

async function nodeFindings({ key, settings }: OpenedBundle): Promise<Finding[]> {
  const said = await Promise.all(
    settings.backends.map(async (backend): Promise<Finding[]> => {
      const answered = await probe(backend, { key, sessionId: randomBytes(8), now: new Date(), timeoutMs: 2000 });
      const { node, proto, address, port } = backend;
      return answered ? [] : [{ code: "node-silent", sentence: `${node} does not answer (${proto} ${address} port ${port}).` }];
    }),
  );
  return said.flat();
}
