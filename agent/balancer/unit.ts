import { execFileSync } from "node:child_process";
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DEFAULT_DIR } from "../paths";

/** Writes the balancer's unit, copies the agent into its folder, and starts it. */
export function installBalancerUnit(dir: string, balancer: string): void {
  const unit = dir === DEFAULT_DIR ? "homeport-balancer.service" : `homeport-balancer-${balancer}.service`;
  const program = join(dir, "homeport-agent.mjs");
  if (process.argv[1] !== undefined && process.argv[1] !== program) copyFileSync(process.argv[1], program);
  writeFileSync(`/etc/systemd/system/${unit}`, unitText(program, dir));
  execFileSync("systemctl", ["daemon-reload"]);
  execFileSync("systemctl", ["enable", "--now", unit]);
}

// After the firewall, which may flush every rule when it begins.
const unitText = (program: string, dir: string): string => `[Unit]
Description=Homeport load balancer agent
After=network-online.target nftables.service
Wants=network-online.target

[Service]
ExecStart=${process.execPath} ${program} run --dir ${dir}
Restart=always
RestartSec=1

[Install]
WantedBy=multi-user.target
`;
