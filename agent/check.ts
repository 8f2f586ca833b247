import { statSync } from "node:fs";
import { digestOnDisk } from "./apply";
import { checkServerConfig } from "../lib/nodes/server-config-grammar";
import { gateCrl } from "../lib/pki/crl-gate";
import { configFindings, type Finding } from "./config-findings";
import { isTooOld } from "./health";
import { strictReversePath, sysctl } from "./kernel";
import { openvpnProcess, openvpnVersion } from "./openvpn-process";
import type { Paths } from "./paths";
import { certificateTimes } from "./renew";
import { Identity, NodeState, readState } from "./state";
import { readText } from "./write-file";

/** Looks at what is live, changes nothing. Exit code 0 only when nothing was found. */
export async function check(at: Paths, json: boolean): Promise<number> {
  const findings = [...(await machineFindings()), ...folderFindings(at)];
  const answer = { ok: findings.length === 0, findings };
  const words = answer.ok ? "Nothing is missing.\n" : findings.map((one) => `${one.code}: ${one.sentence}\n`).join("");
  process.stdout.write(json ? `${JSON.stringify(answer, null, 2)}\n` : words);
  return answer.ok ? 0 : 1;
}

async function machineFindings(): Promise<Finding[]> {
  const found: Finding[] = [];
  const version = await openvpnVersion();
  if (version === null) found.push({ code: "openvpn-missing", sentence: "OpenVPN is not installed." });
  else if (isTooOld(version)) found.push({ code: "openvpn-too-old", sentence: `OpenVPN ${version} is older than 2.6.` });
  if (sysctl("net/ipv4/ip_forward") !== "1")
    found.push({ code: "forwarding-off", sentence: "net.ipv4.ip_forward is not 1: IPv4 from the VPN goes no further than this node." });
  if (sysctl("net/ipv6/conf/all/forwarding") !== "1")
    found.push({
      code: "forwarding6-off",
      sentence: "net.ipv6.conf.all.forwarding is not 1: IPv6 from the VPN goes no further than this node.",
    });
  return found;
}

function folderFindings(at: Paths): Finding[] {
  const found: Finding[] = [];
  const add = (code: string, sentence: string): number => found.push({ code, sentence });
  if (!readState(at.identity, Identity)) add("not-enrolled", `${at.dir} is not enrolled.`);
  const config = readText(at.config);
  if (config === null) return [...found, { code: "no-config", sentence: "There is no server.conf yet: no bundle has been applied." }];
  const wrong = configFindings(config);
  found.push(...wrong);
  const refused = checkServerConfig(config);
  if (refused !== null && wrong.length === 0) add("config-outside-grammar", refused);
  const state = readState(at.state, NodeState);
  const devices = [/^dev (\S+)$/m.exec(config)?.[1], state?.settings?.routing?.interface].filter((one) => one !== undefined);
  for (const device of devices.filter(strictReversePath))
    add(
      "rp-filter-strict",
      `rp_filter is strict on ${device} or on all: packets that come back over another node are dropped. Set it to 0 or 2.`,
    );
  const gate = gateCrl({ pem: readText(at.crl) ?? "", chainPem: readText(at.chain) ?? "", now: new Date(), previous: null });
  if (!gate.ok) add("crl-unsafe", `The CRL in place would not be let in: ${gate.why}`);
  if (state && digestOnDisk(at) !== state.liveDigest) add("config-edited", "The files in place differ from the signed bundle.");
  const times = certificateTimes(at);
  if (!times || times.endsAt < new Date()) add("certificate-ended", "The node's certificate has ended or cannot be read.");
  for (const [path, name] of [
    [at.key, "server.key"],
    [at.tlsCrypt, "tls-crypt-v2.key"],
    [at.identity, "node.json"],
    [at.live, "the live folder"],
  ] as const) {
    const mode = statSync(path, { throwIfNoEntry: false })?.mode;
    if (mode !== undefined && (mode & 0o077) !== 0) add("readable-secret", `Others than root may read ${name}.`);
  }
  if (state?.settings?.drained) return found;
  if (openvpnProcess(at, null).pid() === null) add("openvpn-stopped", "OpenVPN does not run.");
  else if (statSync(at.socket, { throwIfNoEntry: false }) === undefined)
    add("management-missing", "OpenVPN's management socket is missing: the agent cannot end VPN sessions.");
  return found;
}
