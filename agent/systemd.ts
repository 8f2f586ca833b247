import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openvpnBinary } from "./openvpn-process";
import { DEFAULT_DIR, type Paths } from "./paths";

export const hasSystemd = (): boolean => existsSync("/run/systemd/system");

/** Two nodes on one machine (fact 39) have a folder and two units each. */
export function unitsOf(dir: string, node: string): { agent: string; openvpn: string } {
  const suffix = dir === DEFAULT_DIR ? "" : `-${node}`;
  return { agent: `homeport-agent${suffix}.service`, openvpn: `homeport-openvpn${suffix}.service` };
}

/** Writes both units, copies the agent into its folder, and starts it. OpenVPN's unit is started by the agent only. */
export function installUnits(at: Paths, node: string): void {
  const units = unitsOf(at.dir, node);
  const program = join(at.dir, "homeport-agent.mjs");
  if (process.argv[1] !== undefined && process.argv[1] !== program) copyFileSync(process.argv[1], program);
  writeFileSync(`/etc/systemd/system/${units.agent}`, agentUnit(program, at.dir));
  writeFileSync(`/etc/systemd/system/${units.openvpn}`, openvpnUnit(at));
  execFileSync("systemctl", ["daemon-reload"]);
  execFileSync("systemctl", ["enable", "--now", units.agent]);
}

const agentUnit = (program: string, dir: string): string => `[Unit]
Description=Homeport node agent
After=network-online.target
Wants=network-online.target

[Service]
ExecStart=${process.execPath} ${program} run --dir ${dir}
Restart=always
RestartSec=1
KillMode=process

[Install]
WantedBy=multi-user.target
`;

const openvpnUnit = (at: Paths): string => `[Unit]
Description=OpenVPN of a Homeport node (started by the agent)
After=network-online.target

[Service]
Type=exec
WorkingDirectory=${at.live}
ExecStart=${openvpnBinary()} --cd ${at.live} --config server.conf
Restart=on-failure
RestartSec=1
TimeoutStopSec=15
LimitNOFILE=65536
`;
